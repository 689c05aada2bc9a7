"use client";

import { useRef, useState } from "react";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";

type SignOutEverywhereProps = { userId: string; name: string };

/** Ends all sessions of another user, after a confirmation. */
export function SignOutEverywhere({ userId, name }: SignOutEverywhereProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const { write, refresh, pending } = useWrite();
  const confirm = async () => {
    const result = await write("sessions.endAll", { params: { userId } });
    if (!result?.ok) return;
    notifySuccess({ title: `${isolated(name)} signed out everywhere` });
    refresh(() => setAsking(false));
  };
  return (
    <>
      <Button ref={opener} onClick={() => setAsking(true)}>
        Sign out everywhere
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Sign ${isolated(name)} out everywhere?`}
        action="Sign out everywhere"
        pending={pending}
        opener={opener}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>Ends all their sessions. Access tokens keep working.</p>
      </ConfirmDialog>
    </>
  );
}
