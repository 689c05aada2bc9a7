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

/** Asks before ownership is transferred, and says what that changes for the user. */
export function OwnershipDialog({ user, ...dialog }: OwnershipDialogProps) {
  return (
    <ConfirmDialog
      title={`Make ${isolated(user.name)} the owner?`}
      action="Transfer ownership"
      {...dialog}
    >
      <p>
        The ownership passes to <bdi>{user.name}</bdi>, and you become an admin.
      </p>
      <p>
        You are signed out in every browser, and so is <bdi>{user.name}</bdi>.
      </p>
      <p>Only the new owner can give the ownership back.</p>
    </ConfirmDialog>
  );
}
