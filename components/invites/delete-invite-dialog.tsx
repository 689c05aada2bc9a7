"use client";

import type { RefObject } from "react";
import { useWrite } from "#components/shared/use-write.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { InviteView } from "#lib/contract/views.ts";

type DeleteInviteDialogProps = {
  /** The invite to delete; null keeps the dialog closed. */
  invite: InviteView | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Confirms the deletion of an invite, whose link stops working. */
export function DeleteInviteDialog({ invite, opener, onClose }: DeleteInviteDialogProps) {
  const { write, refresh, pending } = useWrite();
  const confirm = async () => {
    if (!invite) return;
    const result = await write("invites.delete", { params: { invite: invite.id } });
    if (!result?.ok) return;
    notifySuccess({ title: `Invite for ${invite.email} deleted` });
    refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={invite !== null}
      title={`Delete invite for ${isolated(invite?.name ?? "")}?`}
      action="Delete invite"
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <p>The link sent to {invite?.email} stops working immediately.</p>
      <p>You can invite them again later.</p>
    </ConfirmDialog>
  );
}
