import type { ComponentProps } from "react";
import type { Button } from "#components/ui/button.tsx";

export const ROTATE = "Rotate";

const DUE =
  "my-1 h-7 gap-1.5 justify-self-start px-2 text-left text-xs @max-snug:h-auto @max-snug:whitespace-normal @max-snug:py-1 @max-cards:whitespace-nowrap [&_svg]:size-3.5";

/** Class of the room of the button that is shown where rotation is due. */
export const ROTATE_ROOM = "rotate-room";

type RotateVariant = Pick<
  ComponentProps<typeof Button>,
  "variant" | "size" | "className" | "title"
>;

/** A label where rotation is due, narrow enough for a card at 320 px; else an icon. */
export const rotateVariant = (due: boolean): RotateVariant =>
  due
    ? { variant: "secondary", size: "small", className: DUE }
    : { variant: "quiet", size: "icon", title: ROTATE };
