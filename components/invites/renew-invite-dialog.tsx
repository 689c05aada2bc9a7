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

type RenewInviteDialogProps = {
  /** What to renew; null keeps the dialog closed. */
  invite: InviteView | null;
  opener: RefObject<HTMLElement | null>;
  onRenewed: (made: ShownOnce) => void;
  onClose: () => void;
};

/** Asks before giving an invite a new link, since the one that was sent stops working. */
export function RenewInviteDialog({ invite, opener, onRenewed, onClose }: RenewInviteDialogProps) {
  const { write, pending } = useWrite();
  // What shows the new link is there before the old one stops working.
  const wish = { by: opener, onFailure: onClose };
  const ready = useLazyModule(shownOnceModule, invite !== null, wish) !== null;
  const confirm = async () => {
    if (!invite) return;
    const result = await write("invites.regenerate", { params: { invite: invite.id }, body: {} });
    if (!result?.ok) return;
    const { invite_token, invite_expires_at } = result.data;
    onRenewed(shownLink(invite, invite_token, new Date(invite_expires_at)));
  };
  return (
    <ConfirmDialog
      open={invite !== null && ready}
      title={`Make a new link for ${isolated(invite?.name ?? "")}?`}
      action="Make new link"
      tone="primary"
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <p>The link that {invite?.email} was sent stops working at once.</p>
      <p>The new one works for three days.</p>
    </ConfirmDialog>
  );
}
