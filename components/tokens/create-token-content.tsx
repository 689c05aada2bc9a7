"use client";

import type { ComponentProps, RefObject } from "react";
import { roleDescription } from "#components/shared/role-labels.ts";
import { useNow } from "#components/ui/clock.tsx";
import { DialogContent } from "#components/ui/dialog.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { TokenForm } from "./token-form.tsx";
import type { TokenOwner } from "./token-owner.ts";
import { TOKEN_POPUP } from "./token-popup.ts";
import { tokenState } from "./token-state.ts";

type CreateTokenContentProps = ComponentProps<typeof TokenForm> & {
  holder: TokenOwner;
  opener: RefObject<HTMLElement | null>;
};

/** The content of the popup for a new access token. */
export function CreateTokenContent({ opener, ...form }: CreateTokenContentProps) {
  const { holder, rotated } = form;
  return (
    <DialogContent
      title={rotated ? "Rotate access token" : "Create access token"}
      description={<Meaning holder={holder} rotated={rotated} />}
      opener={opener}
      className={TOKEN_POPUP}
    >
      <TokenForm {...form} />
    </DialogContent>
  );
}

/** The new token's role and, on rotation, what happens to the old token. */
function Meaning({ holder, rotated }: Pick<CreateTokenContentProps, "holder" | "rotated">) {
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
  const state = tokenState(token, isOwnerBlocked, useNow());
  if (state === "expired") {
    return <p>{name} has expired. Revoke it once the new token is in use.</p>;
  }
  if (state === "disabled") {
    return <p>{name} is disabled. Revoke it once the new token is in use.</p>;
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
