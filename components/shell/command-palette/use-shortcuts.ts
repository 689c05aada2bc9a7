import { useEffect, useEffectEvent, useRef } from "react";
import { pressedKey } from "#components/ui/pressed-key.ts";
import { isApple, keyOf, type Shortcut, shortcutAt } from "./shortcuts.ts";
import { singleKeysOn } from "./single-key-setting.ts";

/** Time to wait for the second key of a sequence. */
const SECOND_KEY_MS = 1500;
const TYPED_INTO =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';
/** Elements that own the keyboard while open. */
const OPEN_ABOVE = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest(TYPED_INTO) !== null;

type Listener = {
  /** The open overlay; only its own key works then, and closes it. */
  shown: Shortcut["to"] | null;
  /** Returns whether the key was handled; otherwise its default applies. */
  onShortcut: (to: Shortcut["to"]) => boolean;
  /** A key that may begin a sequence. */
  onModifier: () => void;
  /** A character typed while the palette is loading. */
  onAhead: (character: string) => void;
  /** Escape while an overlay is loading. */
  onGivenUp: () => void;
};

/**
 * Handles shortcuts. Keys without Ctrl or ⌘ are ignored while typing and if single-key shortcuts
 * are off; all keys while a dialog or menu is open.
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
    // Browsers that autofill a form dispatch this event without a key.
    const listen = (event: Event) => event instanceof KeyboardEvent && onKeyDown(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
