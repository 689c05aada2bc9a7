"use client";

import type { ComponentProps, RefObject } from "react";
import { DialogContent } from "#components/ui/dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { RotateTokenForm } from "./rotate-token-form.tsx";

type RotateTokenContentProps = ComponentProps<typeof RotateTokenForm> & {
  opener: RefObject<HTMLElement | null>;
};

/** The content of the popup that rotates a token. */
export function RotateTokenContent({ opener, ...form }: RotateTokenContentProps) {
  const { token } = form;
  return (
    <DialogContent
      title={`Rotate access token ${isolated(token.name)}`}
      description={
        <>
          <p>Same name, rights and history; new secret.</p>
          {token.secrets?.some(({ state }) => state === "pending") && (
            <p className="mt-1 text-soon">The unused secret of the last rotation ends.</p>
          )}
        </>
      }
      opener={opener}
      className="max-w-[40rem]"
    >
      <RotateTokenForm {...form} />
    </DialogContent>
  );
}
