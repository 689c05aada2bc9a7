"use client";

import type { LucideIcon } from "lucide-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import type { lazyForm } from "./lazy-form.ts";
import { useDialogParam } from "./use-dialog-param.ts";

type PopupButtonProps = {
  icon: LucideIcon;
  /** Verb and object; also the popup's title. */
  label: string;
  /** The description of the popup. */
  description: string;
  /** Why the popup may not be opened; undefined allows it. */
  refusal: string | undefined;
  testId: string;
  form: Pick<ReturnType<typeof lazyForm>, "preload" | "useReady">;
  className?: string;
  /** The button, for popups that open afterwards. */
  opener?: RefObject<HTMLButtonElement | null>;
  /** The form in the popup. */
  children: (close: () => void) => ReactNode;
};

/** A page's primary button, which opens a form in a popup; a query parameter opens it too. */
export function PopupButton({ icon: Icon, label, form, children, ...props }: PopupButtonProps) {
  const own = useRef<HTMLButtonElement>(null);
  const opener = props.opener ?? own;
  const [open, setOpen] = useState(false);
  useDialogParam(() => setOpen(true), props.refusal);
  const ready = form.useReady(open, { by: opener, onFailure: () => setOpen(false) });
  return (
    <>
      <GuardedButton
        ref={opener}
        variant="primary"
        disabledReason={props.refusal}
        data-testid={props.testId}
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        <Icon aria-hidden />
        <span>{label}</span>
      </GuardedButton>
      <Dialog open={ready} onOpenChange={setOpen}>
        <DialogContent
          title={label}
          description={props.description}
          opener={opener}
          className={props.className}
        >
          {children(() => setOpen(false))}
        </DialogContent>
      </Dialog>
    </>
  );
}
