"use client";

import { type ReactNode, type RefObject, useRef } from "react";
import { Code } from "./code.tsx";
import { CopyButton } from "./copy-button.tsx";
import { WhenHydrated } from "./when-hydrated.tsx";

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
    <div data-slot="code-box" className="code-box">
      <div>
        <span>{label}</span>
        <span>
          {action}
          <WhenHydrated room="size-8">
            <CopyButton
              iconOnly
              {...(copyTestId ? { "data-testid": copyTestId } : {})}
              source={code}
              label={`Copy ${label.toLowerCase()}`}
              onCopied={onCopied}
            />
          </WhenHydrated>
        </span>
      </div>
      <Code ref={code}>{text}</Code>
    </div>
  );
}

/** An inline ID or fingerprint with a copy button. */
export function CopyableText({ label, text }: { label: string; text: string }) {
  const source = useRef<HTMLElement>(null);
  return (
    <span className="copyable-text">
      <Code ref={source}>{text}</Code>
      <WhenHydrated>
        <CopyButton iconOnly source={source} label={`Copy ${label}`} className="-my-1.5" />
      </WhenHydrated>
    </span>
  );
}
