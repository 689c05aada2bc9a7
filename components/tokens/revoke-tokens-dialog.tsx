"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import { countText } from "./created-by.ts";
import { UsageBoundary } from "./usage-boundary.tsx";
import { useOffer } from "./use-offer.ts";
import { usePreview } from "./use-preview.ts";

const preview = lazyForm(async () => (await import("./revoke-preview.tsx")).RevokePreview);

type RevokeTokensDialogProps = {
  /** The tokens to revoke; null keeps the dialog closed. */
  ids: readonly string[] | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/**
 * Confirms the revocation of many tokens: shows the current effect, offers to revoke tokens they
 * created.
 */
export function RevokeTokensDialog({ ids, opener, onClose }: RevokeTokensDialogProps) {
  const { write, refresh, pending } = useWrite();
  const found = usePreview(ids);
  const { offer, request, extra } = useOffer(ids);
  const shows = preview.useOptional(ids !== null) !== "pending";
  const what = countText((ids?.length ?? 0) + extra);

  const confirm = async () => {
    if (ids === null) return;
    const result = await write("tokens.revoke", request);
    if (result === null) return;
    if (result.ok) notifySuccess({ title: `${countText(result.data.deleted)} revoked` });
    if (result.ok || [404, 409].includes(result.failure.status)) refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={ids !== null}
      title={`Revoke ${what}?`}
      action={`Revoke ${what}`}
      pending={pending}
      waiting={found === "pending" || offer.created === "pending" || !shows}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <UsageBoundary form={preview}>
        <preview.Form preview={found} offer={offer} />
      </UsageBoundary>
      <p>This cannot be undone.</p>
    </ConfirmDialog>
  );
}
