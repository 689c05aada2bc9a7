"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { showOnce } from "#components/ui/shown-once.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { lazyTokenForm } from "./lazy-token-form.ts";
import type { TokenOwner } from "./token-owner.ts";

type CreateTokenDialogProps = {
  holder: TokenOwner;
  /** Initial value of the name. */
  suggestedName: string | undefined;
  /** The account's maximum lifetime of new tokens, in days. */
  maxDays: number;
  open: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup for a new access token, then the one that shows the token. */
export function CreateTokenDialog(props: CreateTokenDialogProps) {
  const { holder, suggestedName, maxDays, open, opener, onClose } = props;
  const router = useRouter();
  // The token may already exist: closing would not prevent it.
  const [making, setMaking] = useState(false);
  const close = () => {
    if (!making) onClose();
  };
  const show = (shown: ShownOnce) => {
    showOnce({
      shown,
      opener,
      onClose: () => router.refresh(),
      closeTestId: "access-token-copy-close",
    });
    onClose();
  };
  const ready = lazyTokenForm.useReady(open, { by: opener, onFailure: onClose });
  return (
    <Dialog open={ready} onOpenChange={close}>
      <lazyTokenForm.Form
        holder={holder}
        suggestedName={suggestedName}
        maxDays={maxDays}
        opener={opener}
        onCreated={show}
        onCancel={close}
        onPending={setMaking}
      />
    </Dialog>
  );
}
