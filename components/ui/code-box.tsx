"use client";

import { type ReactNode, type RefObject, useRef } from "react";
import { Code } from "./code.tsx";
import { CopyButton } from "./copy-button.tsx";

type CodeBoxProps = {
  /** The name of the text; the copy button is "Copy" and this name. */
  label: string;
  text: string;
  /** The element with the text, for a second copy button elsewhere. */
  source?: RefObject<HTMLElement | null>;
  /** The `data-testid` of its copy button. */
  copyTestId?: string;
  onCopied?: (() => void) | undefined;
  /** Further actions beside the copy button. */
  action?: ReactNode;
};

/** A code block in full length, with a copy button. */
export function CodeBox({ label, text, source, copyTestId, onCopied, action }: CodeBoxProps) {
  const own = useRef<HTMLElement>(null);
  const code = source ?? own;
  return (
    <div data-slot="code-box" className="rounded-md border bg-sunken">
      <div className="flex items-center justify-between gap-2 pt-1 pr-1 pl-3">
        <span className="min-w-0 text-quiet text-xs">{label}</span>
        <span className="flex">
          {action}
          <CopyButton
            iconOnly
            {...(copyTestId ? { "data-testid": copyTestId } : {})}
            source={code}
            label={`Copy ${label.toLowerCase()}`}
            onCopied={onCopied}
          />
        </span>
      </div>
      <Code
        ref={code}
        className="wrap-anywhere block whitespace-pre-wrap px-3 pb-3 text-[0.8125rem]"
      >
        {text}
      </Code>
    </div>
  );
}

/** An inline ID or fingerprint with a copy button. */
export function CopyableText({ label, text }: { label: string; text: string }) {
  const source = useRef<HTMLElement>(null);
  return (
    <span data-slot="copyable-text" className="flex min-w-0 items-center gap-1">
      <Code ref={source} className="min-w-0 break-all text-[0.8125rem]">
        {text}
      </Code>
      <CopyButton iconOnly source={source} label={`Copy ${label}`} className="-my-1.5" />
    </span>
  );
}
