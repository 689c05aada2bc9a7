import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return (
    <input
      data-slot="input"
      className={cn(
        "input h-9 min-w-0 rounded-md border border-control bg-surface text-ellipsis text-base text-ink placeholder:text-quiet md:text-sm",
        "focus-visible:border-accent focus-visible:outline-offset-0",
        "aria-invalid:border-danger aria-invalid:focus-visible:outline-danger",
        className,
      )}
      {...props}
    />
  );
}
