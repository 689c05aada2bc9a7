"use client";

import { type RefObject, useMemo } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { useNow } from "#components/ui/clock.tsx";
import { Code } from "#components/ui/code.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { countText } from "./created-by.ts";
import type { CreatedTokensProps } from "./created-tokens.tsx";
import { type TokenState, tokenState } from "./token-state.ts";
import { UsageBoundary } from "./usage-boundary.tsx";
import { useOffer } from "./use-offer.ts";

const look = lazyForm(async () => (await import("./revoke-token-preview.tsx")).RevokeTokenPreview);

type RevokeTokenDialogProps = {
  /** The token to revoke; null keeps the dialog closed. */
  token: TokenView | null;
  isOwnerBlocked: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Confirms the revocation of a token: shows what stops working, offers to revoke tokens it created. */
export function RevokeTokenDialog(props: RevokeTokenDialogProps) {
  const { token, isOwnerBlocked, opener, onClose } = props;
  const { write, refresh, pending } = useWrite();
  const now = useNow();
  const id = token?.id;
  const { offer, request, extra } = useOffer(useMemo(() => (id === undefined ? null : [id]), [id]));
  const shows = look.useOptional(token !== null) !== "pending";
  const confirm = async () => {
    if (!token) return;
    const params = { userId: token.userId, tokenId: token.id };
    const result = offer.chosen
      ? await write("tokens.revoke", request)
      : await write("tokens.delete", { params });
    if (!result?.ok) return;
    const others = "deleted" in result.data ? result.data.deleted - 1 : 0;
    const description = others > 0 && `Also revoked: ${countText(others)} that it created.`;
    notifySuccess({
      title: `Access token ${isolated(token.name)} revoked`,
      ...(description && { description }),
    });
    refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={token !== null}
      title={`Revoke access token ${isolated(token?.name ?? "")}?`}
      action={extra === 0 ? "Revoke access token" : `Revoke ${countText(1 + extra)}`}
      pending={pending}
      waiting={offer.created === "pending" || !shows}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      {token && <Loss token={token} state={tokenState(token, isOwnerBlocked, now)} offer={offer} />}
    </ConfirmDialog>
  );
}

type LossProps = { token: TokenView; state: TokenState; offer: CreatedTokensProps };

function Loss({ token, state, offer }: LossProps) {
  const fingerprint = <Code className="text-ink">{token.fingerprint}…</Code>;
  return (
    <>
      {state === "expired" && <p>{fingerprint} has expired: no script stops working.</p>}
      {state === "disabled" && (
        <p>
          {fingerprint} is disabled, so it is already rejected (403). Revoking is permanent (401).
        </p>
      )}
      {state === "blocked" && (
        <p>
          The owner is blocked or pending approval, so {fingerprint} is already rejected (403).
          Revoking is permanent (401).
        </p>
      )}
      {(state === "active" || state === "soon") && (
        <p>Scripts that use {fingerprint} get 401 immediately.</p>
      )}
      <UsageBoundary form={look}>
        <look.Form key={token.id} token={token} offer={offer} />
      </UsageBoundary>
      <p>This cannot be undone.</p>
    </>
  );
}
