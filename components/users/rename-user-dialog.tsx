"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import type { DescribedUser } from "#lib/contract/views.ts";

const form = lazyForm(async () => (await import("./rename-user-form.tsx")).RenameUserForm);

/** Loads the code of the form before the dialog opens. */
export const preloadRenameForm = form.preload;

type RenameUserDialogProps = {
  /** The user to rename; null keeps the dialog closed. */
  user: DescribedUser | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup that renames a user or service user. */
export function RenameUserDialog({ user, opener, onClose }: RenameUserDialogProps) {
  const ready = form.useReady(user !== null, { by: opener, onFailure: onClose });
  const noun = user?.isServiceUser ? "service user" : "user";
  return (
    <Dialog open={ready} onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={`Rename ${noun} ${isolated(user?.name ?? "")}`}
        description={user?.isServiceUser && "Its access tokens keep working."}
        opener={opener}
      >
        {user && <form.Form user={user} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}
