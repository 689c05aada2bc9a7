"use client";

import { Check, Copy, TextSelect } from "lucide-react";
import type { ComponentProps, RefObject } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { type CopyState, useCopy } from "./use-copy.ts";

const ICON = { idle: Copy, copied: Check, selected: TextSelect };

type CopyButtonProps = Omit<ComponentProps<typeof Button>, "children" | "onClick"> & {
  /** The element with the text; selected if the browser refuses to copy. */
  source: RefObject<HTMLElement | null>;
  /** The label, such as "Copy token"; visible unless `iconOnly`. */
  label: string;
  iconOnly?: boolean;
  /** Called when the text was copied. */
  onCopied?: (() => void) | undefined;
};

/** Copies a text and confirms it on the button and to screen readers. */
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
          iconOnly && "button-copy",
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
