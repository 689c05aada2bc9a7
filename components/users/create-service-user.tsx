"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { useDialogParam } from "#components/shared/use-dialog-param.ts";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { shownOnceModule } from "#components/ui/shown-once.tsx";

const dialog = lazyForm(
  async () => (await import("./service-user-dialog.tsx")).ServiceUserDialog,
  shownOnceModule,
);

type CreateServiceUserProps = {
  /** Why the reader may not create one; undefined allows it. */
  refusal: string | undefined;
  /** The account's maximum lifetime of new tokens, in days. */
  maxTokenDays: number;
};

/** The button that opens the popup for a new service user. */
export function CreateServiceUser({ refusal, maxTokenDays }: CreateServiceUserProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const ready = dialog.useReady(open, { by: opener, onFailure: () => setOpen(false) });
  useDialogParam(() => setOpen(true), refusal);
  return (
    <>
      <GuardedButton
        ref={opener}
        variant="primary"
        disabledReason={refusal}
        data-testid="open-service-user-modal"
        onPointerEnter={dialog.preload}
        onFocus={dialog.preload}
        onClick={() => setOpen(true)}
      >
        <Plus aria-hidden />
        Create service user
      </GuardedButton>
      <dialog.Form
        open={ready}
        opener={opener}
        maxTokenDays={maxTokenDays}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
