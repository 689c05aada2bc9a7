"use client";

import type { RefObject } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { DescribedUser } from "#lib/contract/views.ts";
import { blockEffect, unblockEffect } from "./block-effect.ts";
import { LazyTokensForOthers } from "./lazy-tokens-for-others.tsx";
import { useUpdateUser } from "./use-update-user.ts";

type BlockUserDialogProps = {
  /** The user to block, or to unblock if blocked; null keeps the dialog closed. */
  user: DescribedUser | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Confirms blocking or unblocking a user or service user, with the effect. */
export function BlockUserDialog({ user, opener, onClose }: BlockUserDialogProps) {
  const { update, refresh, pending } = useUpdateUser(user?.isServiceUser ?? false);
  const verb = user?.isBlocked ? "Unblock" : "Block";
  const confirm = async () => {
    if (!user) return;
    const result = await update(user, { isBlocked: !user.isBlocked });
    if (!result?.ok) return;
    notifySuccess({
      title: `${isolated(result.data.name)} ${user.isBlocked ? "unblocked" : "blocked"}`,
    });
    refresh(onClose);
  };
  return (
    <ConfirmDialog
      open={user !== null}
      title={`${verb} ${isolated(user?.name ?? "")}?`}
      action={`${verb} ${user?.isServiceUser ? "service user" : "user"}`}
      tone={user?.isBlocked ? "primary" : "danger"}
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      {user && <p>{user.isBlocked ? unblockEffect(user) : blockEffect(user)}</p>}
      {user && !user.isBlocked && <LazyTokensForOthers user={user} />}
    </ConfirmDialog>
  );
}
