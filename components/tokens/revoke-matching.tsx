"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useRef, useState } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";

const steps = lazyForm(
  async () => (await import("./revoke-matching-steps.tsx")).RevokeMatchingSteps,
);

/**
 * The button that opens the revocation of all tokens that meet conditions. A started one is in the
 * URL: a reload or link shows its progress.
 */
export function RevokeMatching({ proven }: { proven: boolean }) {
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const [id, setId] = useQueryState("revocation", parseAsString);
  const close = () => {
    setAsking(false);
    void setId(null);
  };
  const ready = steps.useReady(asking || id !== null, { by: opener, onFailure: close });
  return (
    <>
      <Button
        ref={opener}
        data-testid="revoke-matching"
        onPointerEnter={steps.preload}
        onFocus={steps.preload}
        onClick={() => setAsking(true)}
      >
        Revoke everything that …
      </Button>
      <Dialog open={ready} onOpenChange={(open) => !open && close()}>
        <DialogContent title="Revoke everything that …" opener={opener}>
          <steps.Form
            proven={proven}
            id={id}
            onStarted={(started) => void setId(started)}
            onClose={close}
          />
        </DialogContent>
      </Dialog>
    </>
  );
}
