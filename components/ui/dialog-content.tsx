"use client";

import * as DialogPrimitive from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import type { ComponentProps, ReactNode, RefObject } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { dialogBox, dialogOverlay } from "./dialog-classes.ts";
import { returnFocus } from "./return-focus.ts";

export const DialogRoot = DialogPrimitive.Root;

type DialogContentProps = ComponentProps<typeof DialogPrimitive.Content> & {
  title: string;
  description?: ReactNode;
  /** Whether it has a close button (✕). */
  closable?: boolean;
  /** The element that opened the dialog; focused again when it closes. */
  opener: RefObject<HTMLElement | null>;
};

export function DialogContent({
  title,
  description,
  closable = true,
  opener,
  className,
  children,
  onInteractOutside,
  ...props
}: DialogContentProps) {
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className={dialogOverlay} />
      <DialogPrimitive.Content
        data-slot="dialog"
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
        className={cn(dialogBox, className)}
        onInteractOutside={(event) => {
          if (isNotification(event.target)) event.preventDefault();
          else onInteractOutside?.(event);
        }}
        onCloseAutoFocus={(event) => returnFocus(event, opener)}
      >
        <div className={cn("wrap-anywhere mb-4 grid gap-1", closable && "pr-8")}>
          <DialogPrimitive.Title className="font-semibold text-base">{title}</DialogPrimitive.Title>
          {description && (
            <DialogPrimitive.Description asChild className="text-quiet">
              <div>{description}</div>
            </DialogPrimitive.Description>
          )}
        </div>
        {children}
        {closable && (
          <DialogPrimitive.Close asChild>
            <Button
              variant="quiet"
              size="icon"
              aria-label="Close"
              data-testid="modal-close"
              className="absolute top-3.5 right-3.5"
            >
              <X aria-hidden />
            </Button>
          </DialogPrimitive.Close>
        )}
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  );
}

/** A press on a notification above the overlay, to copy its request ID, leaves the dialog open. */
function isNotification(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[data-sonner-toaster]") !== null;
}
