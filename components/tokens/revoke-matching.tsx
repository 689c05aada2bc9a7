"use client";

import { useRef, useState } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";

const steps = lazyForm(
  async () => (await import("./revoke-matching-steps.tsx")).RevokeMatchingSteps,
);

/** The button that opens the revocation of all tokens that meet conditions. */
export function RevokeMatching({ proven }: { proven: boolean }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const ready = steps.useReady(open, { by: opener, onFailure: () => setOpen(false) });
  return (
    <>
      <Button
        ref={opener}
        data-testid="revoke-matching"
        onPointerEnter={steps.preload}
        onFocus={steps.preload}
        onClick={() => setOpen(true)}
      >
        Revoke everything that …
      </Button>
      <Dialog open={ready} onOpenChange={setOpen}>
        <DialogContent title="Revoke everything that …" opener={opener}>
          <steps.Form proven={proven} onClose={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}
