import { type RefObject, useEffect, useRef, useState } from "react";

export type CopyState = "idle" | "copied" | "selected";

const SHOWN_MS = 2000;

function select(element: HTMLElement): void {
  getSelection()?.selectAllChildren(element);
}

/** Copies by selection, which works without the clipboard API (plain http). */
function copySelected(element: HTMLElement): boolean {
  select(element);
  // Deprecated, but the only way without the clipboard API.
  return document.execCommand("copy");
}

async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    return copySelected(element);
  }
}

/**
 * Copies the text of an element. State "copied" lasts two seconds; "selected" means that the
 * browser refused to copy and the text is selected instead.
 */
export function useCopy(source: RefObject<HTMLElement | null>, onCopied?: () => void) {
  const [state, setState] = useState<CopyState>("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const element = source.current;
    if (!element) return;
    const copied = await copyText(element);
    clearTimeout(timer.current);
    if (!copied) select(element);
    setState(copied ? "copied" : "selected");
    if (copied) onCopied?.();
    if (copied) timer.current = setTimeout(() => setState("idle"), SHOWN_MS);
  };
  return { state, copy };
}
