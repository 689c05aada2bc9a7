"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { shownOnceModule, showOnce } from "#components/ui/shown-once.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import type { TokenHolder } from "./token-owner.ts";

const content = lazyForm(
  async () => (await import("./rotate-token-content.tsx")).RotateTokenContent,
  shownOnceModule,
);

/** Loads the code of the popup before it opens. */
export const preloadRotation = content.preload;

type RotateTokenDialogProps = {
  /** The token; null keeps the popup closed. */
  token: TokenView | null;
  /** The owner of the token. */
  holder: TokenHolder | null;
  /** The account's maximum lifetime of new tokens, in days. */
  maxDays: number;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup that gives a token a new secret, then the one that shows the secret. */
export function RotateTokenDialog(props: RotateTokenDialogProps) {
  const { token, holder, maxDays, opener, onClose } = props;
  const router = useRouter();
  // The new secret may already exist: closing would not prevent it.
  const [rotating, setRotating] = useState(false);
  const close = () => {
    if (!rotating) onClose();
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
  const ready = content.useReady(token !== null, { by: opener, onFailure: onClose });
  return (
    <Dialog open={ready} onOpenChange={close}>
      {token && holder && (
        <content.Form
          token={token}
          holder={holder}
          maxDays={maxDays}
          opener={opener}
          onRotated={show}
          onCancel={close}
          onPending={setRotating}
        />
      )}
    </Dialog>
  );
}
