import { useEffect, useEffectEvent, useRef } from "react";
import { pressedKey } from "#components/ui/pressed-key.ts";
import { isApple, keyOf, type Shortcut, shortcutAt } from "./shortcuts.ts";
import { singleKeysOn } from "./single-key-setting.ts";

/** How long the first of two keys waits for the second. */
const SECOND_KEY_MS = 1500;
const TYPED_INTO =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';
/** What has the keyboard to itself while it is open. */
const OPEN_ABOVE = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest(TYPED_INTO) !== null;

type Listener = {
  /** What of this is open; only its own key is heard then, and closes it. */
  shown: Shortcut["to"] | null;
  /** Answers whether anything came of it; else the key does what it would do anyway. */
  onShortcut: (to: Shortcut["to"]) => boolean;
  /** A key that may be the first of a shortcut with another. */
  onModifier: () => void;
  /** A character typed while the palette is asked for but not there yet. */
  onAhead: (character: string) => void;
  /** Escape, while what is asked for is not there yet. */
  onGivenUp: () => void;
};

/**
 * Hears the shortcuts. A key without Ctrl or ⌘ is left alone while one types and where the reader
 * switched such shortcuts off, every key while a dialog or a menu is open.
 */
export function useShortcuts({ shown, onShortcut, onModifier, ...before }: Listener): void {
  const first = useRef({ key: "", at: 0 });
  const hears = (event: KeyboardEvent, key: string) => {
    if (event.defaultPrevented || event.repeat) return false;
    if (shown !== null) return key === "mod+k" && shown === "palette";
    if (document.querySelector(OPEN_ABOVE)) return false;
    return key.startsWith("mod+") || (!isTyping(event.target) && singleKeysOn());
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const pressed = pressedKey(event);
    if (pressed === "") return;
    const key = keyOf(event, isApple(navigator.userAgent));
    const isSecond = event.timeStamp - first.current.at < SECOND_KEY_MS;
    const begun = isSecond ? first.current.key : "";
    first.current = { key: "", at: 0 };
    if (key === "mod+control" || key === "mod+meta") onModifier();
    if (shown === "palette" && key.length === 1 && !document.querySelector(OPEN_ABOVE)) {
      event.preventDefault();
      return before.onAhead(pressed);
    }
    if (shown !== null && key === "escape" && !document.querySelector(OPEN_ABOVE)) {
      return before.onGivenUp();
    }
    if (!hears(event, key)) return;
    const found = shortcutAt(key, begun);
    if ("begun" in found) first.current = { key: found.begun, at: event.timeStamp };
    else if (onShortcut(found.to)) event.preventDefault();
  });
  useEffect(() => {
    // Browsers that fill in a form send an event of this name without a key.
    const listen = (event: Event) => event instanceof KeyboardEvent && onKeyDown(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
