"use client";

import type { RefObject } from "react";
import { type ShownOnce, ShownOnceDialog } from "#components/ui/shown-once-dialog.tsx";
import { RelativeTime } from "#components/ui/time.tsx";

export type PlainToken = { name: string; text: string; expiresAt: Date };

type PlainTokenDialogProps = {
  /** The token whose text is shown; null closes the popup. */
  token: PlainToken | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Shows the text of a new token, the only time it is shown. */
export function PlainTokenDialog({ token, opener, onClose }: PlainTokenDialogProps) {
  return (
    <ShownOnceDialog
      shown={token && shownToken(token)}
      opener={opener}
      onClose={onClose}
      closeTestId="access-token-copy-close"
    />
  );
}

function shownToken({ name, text, expiresAt }: PlainToken): ShownOnce {
  return {
    title: "Access token created",
    description: (
      <>
        Copy the text of {name} now and keep it in a safe place. It is shown only this once, and
        expires <RelativeTime at={expiresAt} />.
      </>
    ),
    secret: { label: "Access token", text },
    copyLabel: "Copy token",
    more: [{ label: "Command to try it", text: curlLine(text) }],
  };
}

/** A request that anyone with a token may make. */
function curlLine(text: string): string {
  return `curl -H "Authorization: Token ${text}" ${window.location.origin}/api/users`;
}
