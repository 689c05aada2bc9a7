"use client";

import { useRef, useState } from "react";
import { useWrite } from "#components/shared/use-write.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { DescribedUser } from "#lib/contract/views.ts";
import { type Action, can, type PolicyActor } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";

/** Approves a pending user, or rejects them after a confirmation. */
export function ApprovalButtons({ user, actor }: { user: DescribedUser; actor: PolicyActor }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const { write, refresh, pending } = useWrite();
  const refusalOf = (action: Action) => {
    const decision = can(actor, action, user);
    return decision.allowed ? undefined : reasonOf(decision.refusal);
  };
  const decide = async (id: "users.approve" | "users.reject", done: string) => {
    const result = await write(id, { params: { userId: user.id } });
    if (!result?.ok) return;
    notifySuccess({ title: `${isolated(user.name)} ${done}` });
    refresh(() => setAsking(false));
  };
  return (
    <span className="flex gap-2">
      <GuardedButton
        size="small"
        disabledReason={refusalOf("users.approve")}
        pending={pending && !asking}
        aria-label={`Approve ${user.name}`}
        data-cy="approve-user"
        onClick={() => void decide("users.approve", "approved")}
      >
        Approve
      </GuardedButton>
      <GuardedButton
        ref={opener}
        size="small"
        variant="quiet-danger"
        disabledReason={refusalOf("users.reject")}
        aria-label={`Reject ${user.name}`}
        data-cy="reject-user"
        onClick={() => setAsking(true)}
      >
        Reject
      </GuardedButton>
      <ConfirmDialog
        open={asking}
        title={`Reject ${isolated(user.name)}?`}
        action="Reject user"
        pending={pending}
        opener={opener}
        onConfirm={() => void decide("users.reject", "rejected")}
        onCancel={() => setAsking(false)}
      >
        <p>
          <bdi>{user.name}</bdi> gets no access and is deleted.
        </p>
        <p>This cannot be undone.</p>
      </ConfirmDialog>
    </span>
  );
}
