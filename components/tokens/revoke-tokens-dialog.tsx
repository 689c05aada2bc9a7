"use client";

import { type RefObject, useEffect, useState } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { useWrite } from "#components/layout/use-write.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import { LateUsage } from "./late-usage.tsx";
import { randomKey } from "./random-key.ts";
import { type Preview, usePreview } from "./use-preview.ts";

const preview = lazyForm(async () => (await import("./revoke-preview.tsx")).RevokePreview);

type RevokeTokensDialogProps = {
  /** What to revoke; null keeps the dialog closed. */
  ids: readonly string[] | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Asks before revoking many tokens, with what will stop as the server sees it at that moment. */
export function RevokeTokensDialog({ ids, opener, onClose }: RevokeTokensDialogProps) {
  const { write, refresh, pending } = useWrite();
  const found = usePreview(ids);
  const shows = preview.useOptional(ids !== null) !== "pending";
  // One for each question: pressed twice, or sent again after a lost answer, it revokes once.
  const [key, setKey] = useState("");
  useEffect(() => {
    if (ids !== null) setKey(randomKey());
  }, [ids]);

  const confirm = async () => {
    if (ids === null) return;
    const request = { body: { ids: [...ids] }, idempotencyKey: key };
    const result = await write("tokens.revoke", request);
    if (result === null) return;
    if (result.ok) notifySuccess({ title: revokedText(result.data.deleted) });
    if (result.ok || [404, 409].includes(result.failure.status)) refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={ids !== null}
      title={`Revoke ${countText(ids?.length ?? 0)}?`}
      action={`Revoke ${countText(ids?.length ?? 0)}`}
      pending={pending || waits(found) || !shows}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <LateUsage form={preview}>
        <preview.Form preview={found} />
      </LateUsage>
      <p>This cannot be undone.</p>
    </ConfirmDialog>
  );
}

const waits = (found: Preview) => found === "pending";
const countText = (count: number) => `${count} access ${count === 1 ? "token" : "tokens"}`;
const revokedText = (count: number) => `${countText(count)} revoked`;
