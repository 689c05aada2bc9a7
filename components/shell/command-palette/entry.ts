import type { LucideIcon } from "lucide-react";

/** A line of the palette: a page, a command, or what a search found. */
export type Entry = {
  /** Unlike every other's. */
  id: string;
  label: string;
  icon: LucideIcon;
  /** What distinguishes it from others of its name. */
  detail?: string;
  /** A fingerprint, which stands in letters of one width. */
  code?: string;
  /** What else it is found by. */
  words?: string;
  /** Why the reader may not; undefined lets them. */
  refusal?: string | undefined;
  /** The palette stays open. */
  stays?: boolean;
  run: () => void;
};

export type EntryGroup = { heading: string; entries: readonly Entry[] };

/** Whether an entry has every word of the text. */
export function matches({ label, detail, code, words }: Entry, text: string): boolean {
  const all = [label, detail, code, words].join(" ").toLocaleLowerCase("en");
  return text
    .toLocaleLowerCase("en")
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export const beginsWith = ({ label }: Entry, text: string): boolean =>
  label.toLocaleLowerCase("en").startsWith(text.toLocaleLowerCase("en"));
