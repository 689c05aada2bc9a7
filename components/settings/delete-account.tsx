"use client";

import { useRef, useState } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import type { AccountUse } from "./account-use.tsx";

const form = lazyForm(async () => (await import("./delete-account-form.tsx")).DeleteAccountForm);

type DeleteAccountProps = {
  accountId: string;
  /** The text to type as a confirmation. */
  email: string;
  /** "2 users, 5 service users and 12 access tokens". */
  loss: string;
  use: AccountUse;
  refusal: string | undefined;
};

/** The section that deletes the account. */
export function DeleteAccount({ refusal, ...account }: DeleteAccountProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const ready = form.useReady(open, { by: opener, onFailure: () => setOpen(false) });
  return (
    <section
      aria-label="Delete account"
      className="mt-10 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border bg-surface px-5 py-4"
    >
      <p className="max-w-2xl text-quiet">Permanently deletes all users, tokens and data.</p>
      <GuardedButton
        ref={opener}
        disabledReason={refusal}
        className={refusal === undefined ? "text-danger" : ""}
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        Delete account
      </GuardedButton>
      <Dialog open={ready} onOpenChange={setOpen}>
        <DialogContent title="Delete the account?" opener={opener}>
          <form.Form {...account} onClose={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </section>
  );
}
