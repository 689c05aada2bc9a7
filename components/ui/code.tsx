import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Text for a machine: a secret, fingerprint, ID, address or command, which no browser translates. */
export function Code({ className, ...props }: ComponentProps<"code">) {
  return <code translate="no" className={cn("font-mono", className)} {...props} />;
}
