"use client";

import { Check, Copy, TextSelect } from "lucide-react";
import type { ComponentProps, RefObject } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { type CopyState, useCopy } from "./use-copy.ts";

const ICON = { idle: Copy, copied: Check, selected: TextSelect };

type CopyButtonProps = Omit<ComponentProps<typeof Button>, "children" | "onClick"> & {
  /** Where the text is; it is selected there if the browser refuses to copy. */
  source: RefObject<HTMLElement | null>;
  /** What the button does, "Copy token"; shown unless `iconOnly`. */
  label: string;
  iconOnly?: boolean;
  /** Called once the text is in the clipboard. */
  onCopied?: (() => void) | undefined;
};

/** Copies, and shows that it did: tick and word on the button, and said to screen readers. */
export function CopyButton({
  source,
  label,
  iconOnly = false,
  onCopied,
  className,
  ...props
}: CopyButtonProps) {
  const { state, copy } = useCopy(source, onCopied);
  const Icon = ICON[state];
  const outcome = tellCopied(state);
  return (
    <>
      <Button
        variant={iconOnly ? "quiet" : "secondary"}
        size={iconOnly ? "small" : "medium"}
        {...props}
        aria-label={iconOnly ? label : undefined}
        className={cn(
          iconOnly && "px-2",
          iconOnly && state === "copied" && "text-accent",
          className,
        )}
        onClick={() => void copy()}
      >
        <Icon aria-hidden />
        {(outcome ?? !iconOnly) && <span>{outcome ?? label}</span>}
      </Button>
      <span role="status" className="sr-only">
        {outcome}
      </span>
    </>
  );
}

function tellCopied(state: CopyState): string | undefined {
  if (state === "copied") return "Copied";
  if (state === "idle") return undefined;
  const key = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘C" : "Ctrl+C";
  return `Selected: press ${key}`;
}
