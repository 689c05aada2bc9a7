"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { type ShownOnce, ShownOnceDialog } from "#components/ui/shown-once-dialog.tsx";
import type { TokenHolder } from "./tokens-section.tsx";

const form = lazyForm(async () => (await import("./token-form.tsx")).TokenForm);

/** Loads the code of the form before the dialog opens. */
export const preloadTokenForm = form.preload;

type CreateTokenDialogProps = {
  holder: TokenHolder;
  open: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup for a new access token, then the one that shows its text. */
export function CreateTokenDialog({ holder, open, opener, onClose }: CreateTokenDialogProps) {
  const router = useRouter();
  // The text is nowhere but here, and only until the popup that shows it closes.
  const [created, setCreated] = useState<ShownOnce | null>(null);
  const show = (token: ShownOnce) => {
    setCreated(token);
    onClose();
  };
  const forget = () => {
    setCreated(null);
    router.refresh();
  };
  return (
    <>
      <Dialog open={form.useReady(open)} onOpenChange={(next) => !next && onClose()}>
        <DialogContent
          title="Create access token"
          description={
            holder.isCurrent
              ? "It acts with your role."
              : `It acts with the role of ${holder.name}.`
          }
          opener={opener}
        >
          <form.Form userId={holder.id} onCreated={show} onCancel={onClose} />
        </DialogContent>
      </Dialog>
      <ShownOnceDialog
        shown={created}
        opener={opener}
        onClose={forget}
        closeTestId="access-token-copy-close"
      />
    </>
  );
}
