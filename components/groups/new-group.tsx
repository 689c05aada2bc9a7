"use client";

import { Plus } from "lucide-react";
import { Suspense, useRef, useState } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { useAskedFor } from "#components/layout/use-asked-for.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { ExplainedButton } from "#components/ui/explained-button.tsx";

const form = lazyForm(async () => (await import("./group-form.tsx")).CreateGroupForm);

/** The button that opens the popup for a new group; `refusal` says why it may not. */
export function NewGroup({ refusal }: { refusal: string | undefined }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  useAskedFor(() => setOpen(true), refusal);
  return (
    <>
      <ExplainedButton
        ref={opener}
        variant="primary"
        refusal={refusal}
        data-testid="open-create-group"
        onPointerEnter={form.preload}
        onFocus={form.preload}
        onClick={() => setOpen(true)}
      >
        <Plus aria-hidden />
        Create group
      </ExplainedButton>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent
          title="Create group"
          description="Users who have it in their auto groups get it on each of their peers."
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
