import { PAGES } from "#lib/contract/pages.ts";

export type Shortcut = {
  /** Pressed in sequence; `mod` is ⌘ on Apple systems and Ctrl on others. */
  keys: string;
  does: string;
  /** The effect: an overlay opens, the list's search gets the focus, or a page opens. */
  to: "palette" | "shortcuts" | "list-search" | `/${string}`;
};

/** All shortcuts; read by the listener and by the dialog that lists them. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: "mod+k", does: "Search and commands", to: "palette" },
  { keys: "?", does: "Keyboard shortcuts", to: "shortcuts" },
  { keys: "/", does: "Search the list", to: "list-search" },
  ...Object.values(PAGES).flatMap(({ shortcut, label, path }) =>
    shortcut === null ? [] : [{ keys: shortcut, does: `Go to ${label}`, to: path }],
  ),
];

/** The relevant fields of a key press. */
export type Press = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

/**
 * The press in the notation of the table, or "" with modifiers that the table does not use. Shift
 * counts only for letters: which other keys need it depends on the keyboard.
 */
export function keyOf({ key, altKey, ctrlKey, metaKey, shiftKey }: Press, apple: boolean): string {
  const [mod, other] = apple ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  const shifted = shiftKey && (mod || /^[a-z]$/i.test(key));
  if (altKey || other || shifted) return "";
  return `${mod ? "mod+" : ""}${key.toLowerCase()}`;
}

/** The shortcut that a key completes, after another key or alone; else the sequence it begins. */
export function shortcutAt(key: string, before: string): Shortcut | { begun: string } {
  const byKeys = (keys: string) => SHORTCUTS.find((shortcut) => shortcut.keys === keys);
  const found = byKeys(`${before} ${key}`) ?? byKeys(key);
  if (found) return found;
  return { begun: SHORTCUTS.some(({ keys }) => keys.startsWith(`${key} `)) ? key : "" };
}

/** Whether the system uses ⌘ instead of Ctrl. */
export const isApple = (userAgent: string): boolean =>
  /\b(?:Macintosh|iPhone|iPad|iPod)\b/.test(userAgent);

/** Key labels of the user's keyboard, one entry per press: ["G", "U"]. */
export function keyNames(keys: string, apple: boolean): string[] {
  return keys.split(" ").map((key) => key.toUpperCase().replace("MOD+", apple ? "⌘" : "Ctrl "));
}
