"use client";

import { usePathname, useRouter } from "next/navigation";
import type { RefObject } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { useCall } from "#components/shared/use-call.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { UsageBoundary } from "#components/tokens/usage-boundary.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { userPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { LazyTokensForOthers } from "./lazy-tokens-for-others.tsx";
import { revocationEffect, workingTokens } from "./revocation-effect.ts";

const lost = lazyForm(async () => (await import("./affected-tokens.tsx")).AffectedTokens);

type Deletable = { id: string; name: string; isServiceUser: boolean };

type DeleteUserDialogProps = {
  /** The user to delete; null keeps the dialog closed. */
  user: Deletable | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Confirms the deletion of a user or service user, with the tokens that stop working and their use. */
export function DeleteUserDialog({ user, opener, onClose }: DeleteUserDialogProps) {
  const path = usePathname();
  const router = useRouter();
  const noun = user?.isServiceUser ? "service user" : "user";
  const { write, refresh, pending } = useWrite(noun);

  const confirm = async () => {
    if (!user) return;
    const result = await write("users.delete", { params: { userId: user.id } });
    if (!result?.ok) return;
    notifySuccess({
      title: `${user.isServiceUser ? "Service user" : "User"} ${isolated(user.name)} deleted`,
    });
    refresh(() => {
      if (path === userPath(user)) {
        router.replace(user.isServiceUser ? PAGES.serviceUsers.path : PAGES.users.path);
      }
      onClose();
    });
  };
  return (
    <ConfirmDialog
      open={user !== null}
      title={`Delete ${noun} ${isolated(user?.name ?? "")}?`}
      action={`Delete ${noun}`}
      pending={pending}
      opener={opener}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      {user && <Loss key={user.id} user={user} />}
    </ConfirmDialog>
  );
}

/** The effect of the deletion; tokens are loaded when the dialog opens. */
function Loss({ user }: { user: Deletable }) {
  const now = useNow();
  const found = useCall("tokens.list", { params: { userId: user.id } });
  const working = found !== "pending" && "data" in found ? workingTokens(found.data, now) : null;
  return (
    <>
      {!user.isServiceUser && (
        <p>
          <bdi>{user.name}</bdi> is signed out and can no longer sign in.
        </p>
      )}
      {found === "pending" ? (
        <div className="py-0.5">
          <span className="sr-only">Loading access tokens…</span>
          <Skeleton className="w-4/5" />
        </div>
      ) : (
        <p>{revocationEffect(working?.length ?? "unknown")}</p>
      )}
      {working !== null && working.length > 0 && (
        <UsageBoundary form={lost}>
          <lost.Form userId={user.id} tokens={working} />
        </UsageBoundary>
      )}
      <LazyTokensForOthers user={user} />
      <p>This cannot be undone.</p>
    </>
  );
}
