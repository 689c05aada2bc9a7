import type { RefObject } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";

type OwnershipDialogProps = {
  user: { name: string };
  open: boolean;
  pending: boolean;
  opener: RefObject<HTMLElement | null>;
  onConfirm: () => void;
  onCancel: () => void;
};

/** Confirms a transfer of ownership, with its effects. */
export function OwnershipDialog({ user, ...dialog }: OwnershipDialogProps) {
  return (
    <ConfirmDialog
      title={`Make ${isolated(user.name)} the owner?`}
      action="Transfer ownership"
      {...dialog}
    >
      <p>
        <bdi>{user.name}</bdi> becomes the owner, and you become an admin.
      </p>
      <p>
        You and <bdi>{user.name}</bdi> are signed out everywhere.
      </p>
      <p>Only the new owner can transfer it back.</p>
    </ConfirmDialog>
  );
}
