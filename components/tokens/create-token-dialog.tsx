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
  /** What the new one is to take the place of. */
  replaced: TokenView | undefined;
  /** A name to begin with. */
  suggestedName: string | undefined;
  /** Most days that the account lets a new token live. */
  maxDays: number;
  open: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup for a new access token, then the one that shows its text. */
export function CreateTokenDialog(props: CreateTokenDialogProps) {
  const { holder, replaced, suggestedName, maxDays, open, opener, onClose } = props;
  const router = useRouter();
  // From here on there may be a token, which closing would not prevent.
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
        title={replaced ? "Create replacement access token" : "Create access token"}
        description={<Meaning holder={holder} replaced={replaced} />}
        opener={opener}
      >
        <lazyTokenForm.Form
          userId={holder.id}
          replaced={replaced}
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

/** What the new token can do, and what becomes of the one that it replaces. */
function Meaning({ holder, replaced }: Pick<CreateTokenDialogProps, "holder" | "replaced">) {
  return (
    <div className="grid gap-2">
      <p>
        It acts as <bdi>{holder.isCurrent ? "you" : holder.name}</bdi>, with the role{" "}
        {roleDescription(holder)}.
      </p>
      {replaced && <OldToken token={replaced} isOwnerBlocked={holder.isBlocked} />}
    </div>
  );
}

/** What becomes of the token that the new one is to replace. */
function OldToken({ token, isOwnerBlocked }: { token: TokenView; isOwnerBlocked: boolean }) {
  const name = <bdi className="break-words font-medium text-ink">{token.name}</bdi>;
  const state = tokenState(token.expiresAt, isOwnerBlocked, useNow());
  if (state === "expired") {
    return <p>{name} has expired and works no longer. Delete it once the new one is in use.</p>;
  }
  if (state === "blocked") {
    return (
      <p>Neither {name} nor the new one works while its owner is blocked or pending approval.</p>
    );
  }
  return (
    <p>
      The old one, {name}, keeps working until it is deleted or expires. Check its last use before
      you delete it.
    </p>
  );
}
