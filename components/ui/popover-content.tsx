"use client";

import * as PopoverPrimitive from "@radix-ui/react-popover";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { AnchorRef, type Overlay } from "./overlay-context.tsx";

type PopoverBodyProps = ComponentProps<typeof PopoverPrimitive.Content> & { overlay: Overlay };

export function PopoverBody({ overlay, className, ...props }: PopoverBodyProps) {
  const { open, setOpen, trigger, boxId } = overlay;
  return (
    <PopoverPrimitive.Root open={open} onOpenChange={setOpen}>
      <PopoverPrimitive.Trigger asChild>
        <AnchorRef element={trigger} />
      </PopoverPrimitive.Trigger>
      <PopoverPrimitive.Content
        data-slot="popover"
        id={boxId}
        align="start"
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          "popover z-30 max-w-[calc(100vw-1rem)] max-h-(--radix-popover-content-available-height) rounded-md border bg-surface text-ink shadow-pop",
          className,
        )}
        {...props}
      />
    </PopoverPrimitive.Root>
  );
}
