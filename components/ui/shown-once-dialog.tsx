"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CodeBox } from "./code-box.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Dialog, DialogContent, DialogFooter } from "./dialog.tsx";
import { useLeaveGuard } from "./use-leave-guard.ts";

type Labelled = { label: string; text: string };

/** A secret that is shown once, and its context. */
export type ShownOnce = {
  title: string;
  description: ReactNode;
  secret: Labelled;
  /** The large copy button: "Copy token". */
  copyLabel: string;
  /** What else can be done with the text; `onTaken` says that it was copied from there. */
  more?: (onTaken: () => void) => ReactNode;
};

type ShownOnceDialogProps = {
  /** What is shown; null closes the popup. */
  shown: ShownOnce | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** The `data-testid` of the button that closes. */
  closeTestId?: string;
};

/**
 * Shows a text that cannot be shown again. Until it was copied only the Close button
 * closes: Esc, a press outside, a reload and the back button are asked back first.
 */
export function ShownOnceDialog({ shown, ...props }: ShownOnceDialogProps) {
  return <Dialog open={shown !== null}>{shown && <Content shown={shown} {...props} />}</Dialog>;
}

type ContentProps = ShownOnceDialogProps & { shown: ShownOnce };

function Content({ shown, opener, onClose, closeTestId }: ContentProps) {
  const source = useRef<HTMLElement>(null);
  const [taken, setTaken] = useState(false);
  const [asked, setAsked] = useState(0);
  const ask = () => setAsked((times) => times + 1);
  const take = () => setTaken(true);
  const leave = (event: Event) => {
    event.preventDefault();
    if (taken) onClose();
    else ask();
  };
  useLeaveGuard(ask, !taken);
  return (
    <DialogContent
      title={shown.title}
      description={shown.description}
      closable={false}
      opener={opener}
      className="max-w-[43rem] scroll-pb-20"
      onEscapeKeyDown={leave}
      onInteractOutside={(event) => {
        // Focus that strays is no wish to leave; only a press is.
        if (event.detail.originalEvent instanceof FocusEvent) event.preventDefault();
        else leave(event);
      }}
    >
      <div className="grid gap-3">
        <CodeBox {...shown.secret} source={source} copyTestId="copy-to-clipboard" onCopied={take} />
        {shown.more?.(take)}
      </div>
      {/* In sight however long the rest is. */}
      <DialogFooter className="sticky -bottom-5 -mx-5 mt-5 -mb-5 border-t bg-surface px-5 py-4">
        {asked > 0 && !taken && <CopiedQuestion key={asked} what={shown.secret.label} />}
        <Button onClick={onClose} data-testid={closeTestId}>
          Close
        </Button>
        <CopyButton variant="primary" source={source} label={shown.copyLabel} onCopied={take} />
      </DialogFooter>
    </DialogContent>
  );
}

function CopiedQuestion({ what }: { what: string }) {
  return (
    <p
      role="alert"
      className="mb-2 flex basis-full motion-safe:animate-nudge gap-2 rounded-md bg-soon-soft px-3 py-2 text-soon"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      Copied it? Then choose Close. The {what.toLowerCase()} cannot be shown again.
    </p>
  );
}
