"use client";

import { Plus } from "lucide-react";
import { Suspense, useRef, useState } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { useAskedFor } from "#components/layout/use-asked-for.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { ExplainedButton } from "#components/ui/explained-button.tsx";

const form = lazyForm(async () => (await import("./service-user-form.tsx")).ServiceUserForm);

/** The button that opens the popup for a new service user; `refusal` says why it may not. */
export function CreateServiceUser({ refusal }: { refusal: string | undefined }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  useAskedFor(() => setOpen(true), refusal);
  return (
    <>
      <ExplainedButton
        ref={opener}
        variant="primary"
        refusal={refusal}
        data-testid="open-service-user-modal"
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        <Plus aria-hidden />
        Create service user
      </ExplainedButton>
      <Dialog open={form.useReady(open)} onOpenChange={setOpen}>
        <DialogContent
          title="Create service user"
          description="An account for a script or a service. It uses the API with access tokens of its own."
          opener={opener}
        >
          <Suspense>
            <form.Form onClose={() => setOpen(false)} />
          </Suspense>
        </DialogContent>
      </Dialog>
    </>
  );
}
