"use client";

import type { RefObject } from "react";
import { useWrite } from "#components/shared/use-write.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { InviteView } from "#lib/contract/views.ts";

type DeleteInviteDialogProps = {
  /** What to delete; null keeps the dialog closed. */
  invite: InviteView | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Asks before deleting an invite, whose link stops working. */
export function DeleteInviteDialog({ invite, opener, onClose }: DeleteInviteDialogProps) {
  const { write, refresh, pending } = useWrite();
  const confirm = async () => {
    if (!invite) return;
    const result = await write("invites.delete", { params: { invite: invite.id } });
    if (!result?.ok) return;
    notifySuccess({ title: `Invite of ${invite.email} deleted` });
    refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={invite !== null}
      title={`Delete the invite of ${isolated(invite?.name ?? "")}?`}
      action="Delete invite"
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <p>The link that {invite?.email} was sent stops working at once.</p>
      <p>You can invite them again.</p>
    </ConfirmDialog>
  );
}
