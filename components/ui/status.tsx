import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

type StatusProps = ComponentProps<"span"> & { tone: "good" | "soon" | "bad" | "idle" };

/** A state as text with a decorative dot. */
export function Status({ tone, className, ...props }: StatusProps) {
  return <span className={cn("status", tone !== "good" && tone, className)} {...props} />;
}
