"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { Suspense, useRef, useState } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { useAskedFor } from "#components/layout/use-asked-for.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { ExplainedButton } from "#components/ui/explained-button.tsx";
import { type ShownOnce, ShownOnceDialog } from "#components/ui/shown-once-dialog.tsx";
import type { PolicyActor } from "#lib/policy/can.ts";

const form = lazyForm(async () => (await import("./invite-form.tsx")).InviteForm);

type InviteUserProps = { actor: PolicyActor; refusal: string | undefined };

/** The button that opens the popup for a new person; `refusal` says why it may not. */
export function InviteUser({ actor, refusal }: InviteUserProps) {
  const router = useRouter();
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  useAskedFor(() => setOpen(true), refusal);
  // The link or password is nowhere but here, and only until the popup that shows it closes.
  const [shown, setShown] = useState<ShownOnce | null>(null);
  const forget = () => {
    setShown(null);
    router.refresh();
  };
  return (
    <>
      <ExplainedButton
        ref={opener}
        variant="primary"
        refusal={refusal}
        data-testid="open-invite-user-modal"
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        <UserPlus aria-hidden />
        Invite user
      </ExplainedButton>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent
          title="Invite user"
          description="A person who signs in here with their e-mail and a password."
          opener={opener}
          className="max-w-lg"
        >
          <Suspense>
            <form.Form
              actor={actor}
              onMade={(made) => {
                setOpen(false);
                setShown(made);
              }}
              onCancel={() => setOpen(false)}
            />
          </Suspense>
        </DialogContent>
      </Dialog>
      <ShownOnceDialog shown={shown} opener={opener} onClose={forget} />
    </>
  );
}
