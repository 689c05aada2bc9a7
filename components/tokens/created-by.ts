import { counted, numberText, wordFor } from "#components/ui/counted.ts";
import type { CallFailure } from "#lib/contract/client.ts";
import type { Preview, PreviewedToken } from "./use-preview.ts";

/** Tokens created by tokens that still exist; `tokens` are the first of the active ones. */
export type CreatedBy =
  | "pending"
  | { failure: CallFailure }
  | { count: number; expired: number; tokens: PreviewedToken[] };

/** Tokens that a revocation of `ids` with their descendants would revoke beside them. */
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

/** Whether any of them may still work: only then the dialog offers to revoke them. */
export const isOffered = (created: CreatedBy): boolean =>
  typeof created === "object" && "count" in created && created.count > created.expired;

/** Number of tokens revoked beside the selected ones. */
export const countCreated = (created: CreatedBy): number =>
  typeof created === "object" && "count" in created ? created.count : 0;

/** "It created 3 access tokens, 1 of them expired", for one token or several. */
export function createdText(of: number, { count, expired }: { count: number; expired: number }) {
  const what = `${wordFor(of, "It", "They")} created ${countText(count)}`;
  return expired === 0 ? what : `${what}, ${numberText(expired)} of them expired`;
}

/** "1 access token", "1,204 access tokens". */
export const countText = (count: number): string => counted(count, "access token");
