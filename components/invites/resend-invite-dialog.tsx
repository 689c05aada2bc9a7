"use client";

import type { RefObject } from "react";
import { useWrite } from "#components/shared/use-write.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { useLazyModule } from "#components/ui/lazy-module.tsx";
import { shownOnceModule } from "#components/ui/shown-once.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import type { InviteView } from "#lib/contract/views.ts";
import { shownLink } from "./shown-invite.tsx";

type ResendInviteDialogProps = {
  /** The invite to resend; null keeps the dialog closed. */
  invite: InviteView | null;
  opener: RefObject<HTMLElement | null>;
  onResent: (made: ShownOnce) => void;
  onClose: () => void;
};

/** Confirms a new link for an invite, since the sent one stops working. */
export function ResendInviteDialog({ invite, opener, onResent, onClose }: ResendInviteDialogProps) {
  const { write, pending } = useWrite();
  // The popup that shows the new link is loaded before the old one stops working.
  const wish = { by: opener, onFailure: onClose };
  const ready = useLazyModule(shownOnceModule, invite !== null, wish) !== null;
  const confirm = async () => {
    if (!invite) return;
    const result = await write("invites.regenerate", { params: { invite: invite.id }, body: {} });
    if (!result?.ok) return;
    const { invite_token, invite_expires_at } = result.data;
    onResent(shownLink(invite, invite_token, new Date(invite_expires_at)));
  };
  return (
    <ConfirmDialog
      open={invite !== null && ready}
      title={`Resend invite to ${isolated(invite?.name ?? "")}?`}
      action="Resend invite"
      tone="primary"
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <p>The link sent to {invite?.email} stops working immediately.</p>
      <p>You get a new link that expires in 3 days.</p>
    </ConfirmDialog>
  );
}
