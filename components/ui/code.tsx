import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Code that browsers must not translate: a secret, fingerprint, ID, address or command. */
export function Code({ className, ...props }: ComponentProps<"code">) {
  return <code translate="no" className={cn("font-mono", className)} {...props} />;
}
