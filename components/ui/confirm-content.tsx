"use client";

import * as AlertDialog from "@radix-ui/react-alert-dialog";
import type { ReactNode, RefObject } from "react";
import { Button } from "./button.tsx";
import { dialogBox, dialogButtons, dialogOverlay } from "./dialog-classes.ts";
import { returnFocus } from "./return-focus.ts";

type ConfirmContentProps = {
  open: boolean;
  title: string;
  /** The effect; for a deletion, what stops working. */
  children: ReactNode;
  /** Verb and object. */
  action: string;
  tone?: "danger" | "primary";
  pending: boolean;
  /** The effect is still loading: cannot be confirmed yet, but cancelled. */
  waiting?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  opener: RefObject<HTMLElement | null>;
};

export function ConfirmContent({
  open,
  title,
  children,
  action,
  tone = "danger",
  pending,
  waiting = false,
  onConfirm,
  onCancel,
  opener,
}: ConfirmContentProps) {
  const closing = (next: boolean) => {
    if (!next && !pending) onCancel();
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={closing}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={dialogOverlay} />
        <AlertDialog.Content
          data-slot="confirm-dialog"
          className={dialogBox}
          onCloseAutoFocus={(event) => returnFocus(event, opener)}
        >
          <AlertDialog.Title className="wrap-anywhere mb-2 font-semibold text-base">
            {title}
          </AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="wrap-anywhere grid gap-2 text-quiet">{children}</div>
          </AlertDialog.Description>
          <div className={dialogButtons}>
            <AlertDialog.Cancel asChild>
              <Button data-testid="confirmation.cancel">Cancel</Button>
            </AlertDialog.Cancel>
            <Button
              variant={tone}
              pending={pending || waiting}
              onClick={onConfirm}
              data-testid="confirmation.confirm"
            >
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
