import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";

export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return <Link className={cn("plain-link", className)} {...props} />;
}
