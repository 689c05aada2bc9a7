"use client";

import { type RefObject, useState } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import type { TokenHolder } from "./token-owner.ts";

const content = lazyForm(
  async () => (await import("./narrow-token-content.tsx")).NarrowTokenContent,
);

/** Loads the code of the popup before it opens. */
export const preloadNarrowing = content.preload;

type NarrowTokenDialogProps = {
  /** The token; null keeps the popup closed. */
  token: TokenView | null;
  /** The owner of the token. */
  holder: TokenHolder | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup that takes rights and networks from a token. */
export function NarrowTokenDialog({ token, holder, opener, onClose }: NarrowTokenDialogProps) {
  // Closing would not prevent a change on its way.
  const [saving, setSaving] = useState(false);
  const ready = content.useReady(token !== null, { by: opener, onFailure: onClose });
  const close = () => {
    if (!saving) onClose();
  };
  return (
    <Dialog open={ready} onOpenChange={close}>
      {token && holder && (
        <content.Form
          token={token}
          holder={holder}
          opener={opener}
          onClose={onClose}
          onPending={setSaving}
        />
      )}
    </Dialog>
  );
}
