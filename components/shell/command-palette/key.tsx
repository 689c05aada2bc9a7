import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";

/** A key with its label on the keyboard. */
export function Key({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      translate="no"
      className={cn(
        "key inline-flex h-5 items-center justify-center rounded-sm border bg-sunken px-1 font-sans text-quiet text-xs",
        className,
      )}
      {...props}
    />
  );
}
