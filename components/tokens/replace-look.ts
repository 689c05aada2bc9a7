import type { ComponentProps } from "react";
import type { Button } from "#components/ui/button.tsx";

export const REPLACE = "Create replacement";

type Look = Pick<ComponentProps<typeof Button>, "variant" | "size" | "className" | "title">;

/** In words where a token is due for it, an icon elsewhere. */
export const replaceLook = (due: boolean): Look =>
  due
    ? { variant: "secondary", size: "small", className: "my-1 justify-self-start" }
    : { variant: "quiet", size: "icon", title: REPLACE };
