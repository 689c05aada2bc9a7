import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The placeholder of loading text. */
export function Skeleton({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      data-slot="skeleton"
      aria-hidden
      className={cn("block h-4 motion-safe:animate-pulse rounded-sm bg-sunken", className)}
      {...props}
    />
  );
}
