"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { useWrite } from "#components/layout/use-write.ts";
import { useNow } from "#components/ui/clock.tsx";
import { Code } from "#components/ui/code.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { LateUsage } from "./late-usage.tsx";
import { type TokenState, tokenState } from "./token-state.ts";

const tokenUse = lazyForm(async () => (await import("./token-use.tsx")).TokenUse);

type DeleteTokenDialogProps = {
  /** What to delete; null keeps the dialog closed. */
  token: TokenView | null;
  isOwnerBlocked: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Asks before deleting an access token, and says what stops working. */
export function DeleteTokenDialog(props: DeleteTokenDialogProps) {
  const { token, isOwnerBlocked, opener, onClose } = props;
  const { write, refresh, pending } = useWrite();
  const now = useNow();
  const confirm = async () => {
    if (!token) return;
    const params = { userId: token.userId, tokenId: token.id };
    const result = await write("tokens.delete", { params });
    if (!result?.ok) return;
    notifySuccess({ title: `Access token ${isolated(token.name)} deleted` });
    refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={token !== null}
      title={`Delete access token ${isolated(token?.name ?? "")}?`}
      action="Delete access token"
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      {token && <Loss token={token} state={tokenState(token.expiresAt, isOwnerBlocked, now)} />}
    </ConfirmDialog>
  );
}

function Loss({ token, state }: { token: TokenView; state: TokenState }) {
  const fingerprint = <Code className="text-ink">{token.fingerprint}…</Code>;
  return (
    <>
      {state === "expired" && <p>{fingerprint} has expired, so no script stops working.</p>}
      {state === "blocked" && (
        <p>
          Its owner is not let in, so scripts that use {fingerprint} get 403 already. They get 401
          from now on, even once the owner is let in.
        </p>
      )}
      {(state === "active" || state === "soon") && (
        <p>Scripts that use {fingerprint} get 401 at once.</p>
      )}
      <LateUsage form={tokenUse}>
        <tokenUse.Form key={token.id} token={token} />
      </LateUsage>
      <p>This cannot be undone.</p>
    </>
  );
}
