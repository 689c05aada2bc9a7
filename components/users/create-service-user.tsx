"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { useAskedFor } from "#components/layout/use-asked-for.ts";
import { ExplainedButton } from "#components/ui/explained-button.tsx";

const dialog = lazyForm(async () => (await import("./service-user-dialog.tsx")).ServiceUserDialog);

/** The button that opens the popup for a new service user; `refusal` says why it may not. */
export function CreateServiceUser({ refusal }: { refusal: string | undefined }) {
  const opener = useRef<HTMLButtonElement>(null);
  // Undefined until it was opened once, so that its code is loaded only then.
  const [open, setOpen] = useState<boolean>();
  useAskedFor(() => setOpen(true), refusal);
  return (
    <>
      <ExplainedButton
        ref={opener}
        variant="primary"
        refusal={refusal}
        data-testid="open-service-user-modal"
        onPointerEnter={dialog.preload}
        onFocus={dialog.preload}
        onClick={() => setOpen(true)}
      >
        <Plus aria-hidden />
        Create service user
      </ExplainedButton>
      {open !== undefined && (
        <dialog.Form open={open} opener={opener} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
