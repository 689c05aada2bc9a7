import { counted, numberText, wordFor } from "#components/ui/counted.ts";
import type { CallFailure } from "#lib/contract/client.ts";
import type { Preview, PreviewedToken } from "./use-preview.ts";

/** What tokens created that still exists; `tokens` are the first of those in force. */
export type CreatedBy =
  | "pending"
  | { failure: CallFailure }
  | { count: number; expired: number; tokens: PreviewedToken[] };

/** What a revocation of tokens and of all that they created would delete beside themselves. */
export function createdBy(preview: Preview, ids: readonly string[]): CreatedBy {
  if (preview === "pending" || "failure" in preview) return preview;
  const { matched, tokens: listed } = preview.data;
  const others = listed.filter(({ id }) => !ids.includes(id));
  const tokens = others.filter(({ state }) => state === "active");
  return {
    count: matched - (listed.length - others.length),
    expired: others.length - tokens.length,
    tokens: tokens.sort((one, other) => other.uses_30_days - one.uses_30_days),
  };
}

/** Whether any of them may still work: only then are they worth a question. */
export const isOffered = (created: CreatedBy): boolean =>
  typeof created === "object" && "count" in created && created.count > created.expired;

/** What is deleted beside the tokens themselves. */
export const countCreated = (created: CreatedBy): number =>
  typeof created === "object" && "count" in created ? created.count : 0;

/** "It created 3 access tokens, 1 of them expired", of one token or several. */
export function createdText(of: number, { count, expired }: { count: number; expired: number }) {
  const what = `${wordFor(of, "It", "They")} created ${countText(count)}`;
  return expired === 0 ? what : `${what}, ${numberText(expired)} of them expired`;
}

/** "1 access token", "1,204 access tokens". */
export const countText = (count: number): string => counted(count, "access token");
