import { DAY } from "#components/ui/time-text.ts";

const SOON_DAYS = 14;

export type TokenState = "active" | "soon" | "expired";

/** Whether a token is in force, or will expire within 14 days, or has expired. */
export function tokenState(expiresAt: Date, now: number): TokenState {
  const left = expiresAt.getTime() - now;
  if (left <= 0) return "expired";
  return left <= SOON_DAYS * DAY ? "soon" : "active";
}

/** Whether a token in this state is to be replaced now. */
export const isDue = (state: TokenState): boolean => state === "soon" || state === "expired";
