import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

type BadgeProps = ComponentProps<"span"> & { tone?: "accent" };

export function Badge({ tone, className, ...props }: BadgeProps) {
  return <span className={cn("badge", tone, className)} {...props} />;
}
