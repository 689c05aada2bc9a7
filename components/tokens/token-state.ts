import { DAY_MS } from "#lib/contract/durations.ts";

const SOON_DAYS = 14;

export type TokenState = "active" | "soon" | "expired" | "blocked";

/**
 * Whether a token is in force, or will expire within 14 days, or has expired; or is not admitted
 * before it does, since its owner is blocked or waits for approval.
 */
export function tokenState(expiresAt: Date, isOwnerBlocked: boolean, now: number): TokenState {
  const left = expiresAt.getTime() - now;
  if (left <= 0) return "expired";
  if (isOwnerBlocked) return "blocked";
  return left <= SOON_DAYS * DAY_MS ? "soon" : "active";
}

/** Whether a token in this state is to be replaced now. */
export const isDue = (state: TokenState): boolean => state === "soon" || state === "expired";
