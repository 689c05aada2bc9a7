import type { LucideIcon } from "lucide-react";

/** A line of the palette: a page, a command or a search result. */
export type Entry = {
  /** Unique. */
  id: string;
  label: string;
  icon: LucideIcon;
  /** Distinguishes it from others with the same label. */
  detail?: string;
  /** A fingerprint, shown in monospace. */
  code?: string;
  /** Further words that it is found by. */
  words?: string;
  /** Why the reader may not use it; undefined allows it. */
  refusal?: string | undefined;
  /** The palette stays open. */
  stays?: boolean;
  run: () => void;
};

export type EntryGroup = { heading: string; entries: readonly Entry[] };

/** Whether an entry contains every word of the text. */
export function matches({ label, detail, code, words }: Entry, text: string): boolean {
  const all = [label, detail, code, words].join(" ").toLocaleLowerCase("en");
  return text
    .toLocaleLowerCase("en")
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export const beginsWith = ({ label }: Entry, text: string): boolean =>
  label.toLocaleLowerCase("en").startsWith(text.toLocaleLowerCase("en"));
