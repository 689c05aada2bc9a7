"use client";

import { TriangleAlert } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeBox } from "#components/ui/code-box.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog, DialogContent, DialogFooter } from "#components/ui/dialog.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { useLeaveGuard } from "./use-leave-guard.ts";

export type PlainToken = { name: string; text: string; expiresAt: Date };

type PlainTokenDialogProps = {
  /** The token whose text is shown; null closes the popup. */
  token: PlainToken | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/**
 * Shows the text of a new token, the only time it is shown. Only the Close button closes: Esc, a
 * press outside, a reload and the back button are asked back first.
 */
export function PlainTokenDialog({ token, opener, onClose }: PlainTokenDialogProps) {
  return (
    <Dialog open={token !== null}>
      {token && <PlainTokenContent token={token} opener={opener} onClose={onClose} />}
    </Dialog>
  );
}

type ContentProps = PlainTokenDialogProps & { token: PlainToken };

function PlainTokenContent({ token, opener, onClose }: ContentProps) {
  const source = useRef<HTMLElement>(null);
  const [asked, setAsked] = useState(0);
  const ask = () => setAsked((times) => times + 1);
  const askInstead = (event: Event) => {
    event.preventDefault();
    ask();
  };
  useLeaveGuard(ask);
  return (
    <DialogContent
      title="Access token created"
      description={
        <>
          Copy the text of {token.name} now and keep it in a safe place. It is shown only this once,
          and expires <RelativeTime at={token.expiresAt} />.
        </>
      }
      closable={false}
      opener={opener}
      className="max-w-[43rem]"
      onEscapeKeyDown={askInstead}
      onInteractOutside={askInstead}
    >
      <div className="grid gap-3">
        <CodeBox
          label="Access token"
          text={token.text}
          source={source}
          copyTestId="copy-to-clipboard"
        />
        <CodeBox label="Command to try it" text={curlLine(token.text)} />
      </div>
      {asked > 0 && (
        <p
          key={asked}
          role="alert"
          className="mt-3 flex motion-safe:animate-nudge gap-2 rounded-md bg-soon-soft px-3 py-2 text-soon"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          Copied it? Then choose Close. The text cannot be shown again.
        </p>
      )}
      <DialogFooter>
        <Button onClick={onClose} data-testid="access-token-copy-close">
          Close
        </Button>
        <CopyButton variant="primary" source={source} label="Copy token" />
      </DialogFooter>
    </DialogContent>
  );
}

/** A request that anyone with a token may make. */
function curlLine(text: string): string {
  return `curl -H "Authorization: Token ${text}" ${window.location.origin}/api/users`;
}
