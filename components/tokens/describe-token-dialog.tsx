"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/shared/lazy-form.ts";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import type { TokenView } from "#lib/contract/views.ts";

const form = lazyForm(async () => (await import("./describe-token-form.tsx")).DescribeTokenForm);

/** Loads the code of the popup before it opens. */
export const preloadDescription = form.preload;

type DescribeTokenDialogProps = {
  /** The token; null keeps the popup closed. */
  token: TokenView | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup that edits the description of a token. */
export function DescribeTokenDialog({ token, opener, onClose }: DescribeTokenDialogProps) {
  const ready = form.useReady(token !== null, { by: opener, onFailure: onClose });
  return (
    <Dialog open={ready} onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={`Edit description of ${isolated(token?.name ?? "")}`} opener={opener}>
        {token && <form.Form token={token} onClose={onClose} />}
      </DialogContent>
    </Dialog>
  );
}
