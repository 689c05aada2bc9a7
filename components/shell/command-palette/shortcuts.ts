import { PAGES } from "#lib/contract/pages.ts";

export type Shortcut = {
  /** Pressed one after the other; `mod` is ⌘ on Apple's systems and Ctrl on others. */
  keys: string;
  does: string;
  /** What happens: something is shown, the list's search gets the focus, or a page opens. */
  to: "palette" | "shortcuts" | "list-search" | `/${string}`;
};

/** Every shortcut there is: the listener and the dialog that explains them read this table. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: "mod+k", does: "Search and commands", to: "palette" },
  { keys: "?", does: "Keyboard shortcuts", to: "shortcuts" },
  { keys: "/", does: "Search the list", to: "list-search" },
  ...Object.values(PAGES).flatMap(({ shortcut, label, path }) =>
    shortcut === null ? [] : [{ keys: shortcut, does: `Go to ${label}`, to: path }],
  ),
];

/** A key press, as far as it matters here. */
export type Press = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

/**
 * The press as the table writes it, or "" where it has other modifiers than the table knows. Shift
 * only counts with letters: which other keys need it depends on the keyboard.
 */
export function keyOf({ key, altKey, ctrlKey, metaKey, shiftKey }: Press, apple: boolean): string {
  const [mod, other] = apple ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  const shifted = shiftKey && (mod || /^[a-z]$/i.test(key));
  if (altKey || other || shifted) return "";
  return `${mod ? "mod+" : ""}${key.toLowerCase()}`;
}

/** The shortcut that a key completes after another, or by itself; else what it begins. */
export function shortcutAt(key: string, before: string): Shortcut | { begun: string } {
  const byKeys = (keys: string) => SHORTCUTS.find((shortcut) => shortcut.keys === keys);
  const found = byKeys(`${before} ${key}`) ?? byKeys(key);
  if (found) return found;
  return { begun: SHORTCUTS.some(({ keys }) => keys.startsWith(`${key} `)) ? key : "" };
}

/** Whether the reader's keyboard has ⌘ where others have Ctrl. */
export const isApple = (userAgent: string): boolean =>
  /\b(?:Macintosh|iPhone|iPad|iPod)\b/.test(userAgent);

/** The keys as they are written on the reader's keyboard, one entry a press: ["G", "U"]. */
export function keyNames(keys: string, apple: boolean): string[] {
  return keys.split(" ").map((key) => key.toUpperCase().replace("MOD+", apple ? "⌘" : "Ctrl "));
}
