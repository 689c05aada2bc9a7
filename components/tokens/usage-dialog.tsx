"use client";

import type { RefObject } from "react";
import { lazyForm } from "#components/layout/lazy-form.ts";
import { Code } from "#components/ui/code.tsx";
import { Dialog, DialogContent } from "#components/ui/dialog.tsx";
import { isolated } from "#components/ui/isolated.ts";
import type { TokenView } from "#lib/contract/views.ts";

const panel = lazyForm(async () => (await import("./usage-panel.tsx")).UsagePanel);

/** Loads the code of the panel before the popup opens. */
export const preloadUsage = panel.preload;

type UsageDialogProps = {
  /** Whose use to show; null keeps the popup closed. */
  token: TokenView | null;
  /** Whether the reader may see the events about it. */
  seesEvents: boolean;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** The popup with what an access token was used for. */
export function UsageDialog({ token, seesEvents, opener, onClose }: UsageDialogProps) {
  const ready = panel.useReady(token !== null, { by: opener, onFailure: onClose });
  return (
    <Dialog open={ready} onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={`Use of ${isolated(token?.name ?? "")}`}
        description={token && <Code>{token.fingerprint}…</Code>}
        opener={opener}
      >
        {token && <panel.Form token={token} seesEvents={seesEvents} />}
      </DialogContent>
    </Dialog>
  );
}
