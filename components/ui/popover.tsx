"use client";

import { Popover as PopoverPrimitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export function Popover(props: ComponentProps<typeof PopoverPrimitive.Root>) {
  return <PopoverPrimitive.Root {...props} />;
}

export function PopoverTrigger(props: ComponentProps<typeof PopoverPrimitive.Trigger>) {
  return <PopoverPrimitive.Trigger data-slot="popover-trigger" {...props} />;
}

/** The open box. It stays where it is in the document, so that it belongs to its landmark. */
export function PopoverContent({
  className,
  ...props
}: ComponentProps<typeof PopoverPrimitive.Content>) {
  return (
    <PopoverPrimitive.Content
      data-slot="popover"
      align="start"
      sideOffset={4}
      collisionPadding={8}
      className={cn(
        "z-30 max-h-(--radix-popover-content-available-height) w-64 overflow-y-auto rounded-md border bg-surface p-3 text-ink shadow-pop",
        className,
      )}
      {...props}
    />
  );
}
