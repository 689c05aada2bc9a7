"use client";

import { useRef, useState } from "react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import type { UserView } from "#lib/contract/views.ts";
import { LazyDeleteUserDialog } from "./lazy-delete-user-dialog.tsx";

type DeleteUserSectionProps = {
  user: UserView;
  /** Why the reader may not delete the user; undefined allows it. */
  refusal: string | undefined;
};

/** The section that deletes a user or service user. */
export function DeleteUserSection({ user, refusal }: DeleteUserSectionProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const noun = user.isServiceUser ? "service user" : "user";
  return (
    <section
      aria-label={`Delete ${noun}`}
      className="mt-10 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border bg-surface px-5 py-4"
    >
      <p className="text-quiet">
        {refusal ??
          `${user.isServiceUser ? "Its" : "Their"} access tokens stop working immediately.`}
      </p>
      <GuardedButton
        ref={opener}
        disabledReason={refusal}
        className={refusal === undefined ? "text-danger" : ""}
        onClick={() => setAsking(true)}
      >
        Delete {noun}
      </GuardedButton>
      <LazyDeleteUserDialog
        user={asking ? user : null}
        opener={opener}
        onClose={() => setAsking(false)}
      />
    </section>
  );
}
