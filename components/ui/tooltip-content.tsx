"use client";

import * as TooltipPrimitive from "@radix-ui/react-tooltip";
import type { ReactNode, RefObject } from "react";
import { AnchorRef } from "./overlay-context.tsx";

type TooltipContentProps = {
  open: boolean;
  onClose: () => void;
  trigger: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** The tooltip, which stays while the pointer moves to it or is on it. */
export function TooltipContent({ open, onClose, trigger, children }: TooltipContentProps) {
  return (
    <TooltipPrimitive.Provider>
      <TooltipPrimitive.Root open={open} onOpenChange={(next) => !next && onClose()}>
        <TooltipPrimitive.Trigger asChild>
          <AnchorRef element={trigger} />
        </TooltipPrimitive.Trigger>
        <TooltipPrimitive.Portal>
          <TooltipPrimitive.Content
            data-slot="tooltip-content"
            aria-hidden
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-canvas text-xs shadow-pop"
          >
            {children}
          </TooltipPrimitive.Content>
        </TooltipPrimitive.Portal>
      </TooltipPrimitive.Root>
    </TooltipPrimitive.Provider>
  );
}
