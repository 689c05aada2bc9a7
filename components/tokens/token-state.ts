import { DAY_MS } from "#lib/contract/durations.ts";

const SOON_DAYS = 14;

export type TokenState = "active" | "soon" | "expired" | "blocked";

/**
 * "soon": expires within 14 days. "blocked": refused before it expires, since its owner is blocked or
 * pending approval.
 */
export function tokenState(expiresAt: Date, isOwnerBlocked: boolean, now: number): TokenState {
  const left = expiresAt.getTime() - now;
  if (left <= 0) return "expired";
  if (isOwnerBlocked) return "blocked";
  return left <= SOON_DAYS * DAY_MS ? "soon" : "active";
}

/** Whether a token in this state should be rotated now. */
export const isDue = (state: TokenState): boolean => state === "soon" || state === "expired";
