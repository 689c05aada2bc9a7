"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { useWrite } from "#components/layout/use-write.ts";
import { useNow } from "#components/ui/clock.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { LateUsage } from "./late-usage.tsx";
import { tokenState } from "./token-state.ts";

const tokenUse = lazyForm(async () => (await import("./token-use.tsx")).TokenUse);

type DeleteTokenDialogProps = {
  /** What to delete; null keeps the dialog closed. */
  token: TokenView | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Asks before deleting an access token, and says what stops working. */
export function DeleteTokenDialog({ token, opener, onClose }: DeleteTokenDialogProps) {
  const { write, refresh, pending } = useWrite();
  const confirm = async () => {
    if (!token) return;
    const params = { userId: token.userId, tokenId: token.id };
    const result = await write("tokens.delete", { params });
    if (!result?.ok) return;
    notifySuccess({ title: `Access token ${token.name} deleted` });
    refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={token !== null}
      title={`Delete access token ${token?.name ?? ""}?`}
      action="Delete access token"
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      {token && <Loss token={token} />}
    </ConfirmDialog>
  );
}

function Loss({ token }: { token: TokenView }) {
  const expired = tokenState(token.expiresAt, useNow()) === "expired";
  const fingerprint = <code className="font-mono text-ink">{token.fingerprint}…</code>;
  return (
    <>
      {expired ? (
        <p>{fingerprint} has expired, so no script stops working.</p>
      ) : (
        <p>Scripts that use {fingerprint} get 401 at once.</p>
      )}
      <LateUsage form={tokenUse}>
        <tokenUse.Form key={token.id} token={token} />
      </LateUsage>
      <p>This cannot be undone.</p>
    </>
  );
}
