import type { OperationBody } from "#lib/contract/operations.ts";

const HOUR = 3600;

/** The overlaps that the popup offers, in seconds. */
export const OVERLAPS = [
  { seconds: HOUR, label: "1 hour" },
  { seconds: 24 * HOUR, label: "24 hours" },
  { seconds: 3 * 24 * HOUR, label: "3 days" },
  { seconds: 7 * 24 * HOUR, label: "7 days" },
] as const;

type OverlapSeconds = (typeof OVERLAPS)[number]["seconds"];

/** When the old secret of a rotation ends; the overlap is kept while "stop" is chosen. */
export type Ending = { after: "first_use" | "now" | "stop"; overlap: OverlapSeconds };

export const FIRST_ENDING: Ending = { after: "first_use", overlap: 24 * HOUR };
/** A secret that others know must not stay usable. */
export const LEAKED_ENDING: Ending = { ...FIRST_ENDING, after: "stop" };

/** The chosen end as the API takes it. */
export function rotationOf({ after, overlap }: Ending): OperationBody<"tokens.rotate"> {
  return after === "stop"
    ? { activate: "now", overlap_seconds: 0 }
    : { activate: after, overlap_seconds: overlap };
}

/** When the old secret ends, as a sentence. */
export function endingText({ after, overlap }: Ending): string {
  const label = OVERLAPS.find(({ seconds }) => seconds === overlap)?.label;
  if (after === "stop") return "The old secret no longer works.";
  if (after === "now") return `The old secret works for ${label} more.`;
  return `The old secret works for ${label} after the new one is first used.`;
}
