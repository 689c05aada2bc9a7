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
  /** A sentence below the secret. */
  note?: string;
  secret: Labelled;
  /** The large copy button: "Copy token". */
  copyLabel: string;
  /** More ways to take the secret; `onTaken` reports that it was copied there. */
  more?: (onTaken: () => void) => ReactNode;
};

type ShownOnceDialogProps = {
  /** The secret; null closes the popup. */
  shown: ShownOnce | null;
  opener: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** The `data-testid` of the button that closes. */
  closeTestId?: string;
};

/**
 * Shows a secret that cannot be shown again. Until it is copied only the Close button closes: Esc, a
 * press outside, a reload and the back button ask first.
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
        // A press outside asks to leave; a focus that moves does not.
        if (event.detail.originalEvent instanceof FocusEvent) event.preventDefault();
        else leave(event);
      }}
    >
      <div className="grid gap-3">
        <CodeBox {...shown.secret} source={source} copyTestId="copy-to-clipboard" onCopied={take} />
        {shown.note && <p>{shown.note}</p>}
        {shown.more?.(take)}
      </div>
      {/* Visible however long the content is. */}
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
      The {what.toLowerCase()} was not copied yet and cannot be shown again. Choose Close to leave
      anyway.
    </p>
  );
}
