"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { roleDescription } from "#components/shared/role-labels.ts";
import { useNow } from "#components/ui/clock.tsx";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { showOnce } from "#components/ui/shown-once.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { lazyTokenForm } from "./lazy-token-form.ts";
import type { TokenOwner } from "./token-owner.ts";
import { tokenState } from "./token-state.ts";

type CreateTokenDialogProps = {
  holder: TokenOwner;
  /** The token to rotate; undefined creates an independent one. */
  rotated: TokenView | undefined;
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
  const { holder, rotated, suggestedName, maxDays, open, opener, onClose } = props;
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
      <DialogContent
        title={rotated ? "Rotate access token" : "Create access token"}
        description={<Meaning holder={holder} rotated={rotated} />}
        opener={opener}
      >
        <lazyTokenForm.Form
          userId={holder.id}
          rotated={rotated}
          suggestedName={suggestedName}
          maxDays={maxDays}
          onCreated={show}
          onCancel={close}
          onPending={setMaking}
        />
      </DialogContent>
    </Dialog>
  );
}

/** The new token's role and, on rotation, what happens to the old token. */
function Meaning({ holder, rotated }: Pick<CreateTokenDialogProps, "holder" | "rotated">) {
  return (
    <div className="grid gap-2">
      <p>
        Acts as <bdi>{holder.isCurrent ? "you" : holder.name}</bdi> ({roleDescription(holder)}).
      </p>
      {rotated && <OldToken token={rotated} isOwnerBlocked={holder.isBlocked} />}
    </div>
  );
}

/** What happens to the rotated token. */
function OldToken({ token, isOwnerBlocked }: { token: TokenView; isOwnerBlocked: boolean }) {
  const name = <bdi className="break-words font-medium text-ink">{token.name}</bdi>;
  const state = tokenState(token.expiresAt, isOwnerBlocked, useNow());
  if (state === "expired") {
    return <p>{name} has expired. Revoke it once the new token is in use.</p>;
  }
  if (state === "blocked") {
    return <p>The owner is blocked or pending approval: neither {name} nor the new token works.</p>;
  }
  return (
    <p>
      {name} keeps working until you revoke it or it expires. Check its last use before you revoke
      it.
    </p>
  );
}
