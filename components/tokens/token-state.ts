import { DAY_MS } from "#lib/contract/durations.ts";
import type { TokenView } from "#lib/contract/views.ts";

const SOON_DAYS = 14;

export type TokenState = "active" | "soon" | "expired" | "disabled" | "blocked";

/**
 * "soon": expires within 14 days. "disabled" and "blocked": refused before it expires, by itself or
 * since its owner is blocked or pending approval.
 */
export function tokenState(
  { expiresAt, disabledAt }: Pick<TokenView, "expiresAt" | "disabledAt">,
  isOwnerBlocked: boolean,
  now: number,
): TokenState {
  const left = expiresAt.getTime() - now;
  if (left <= 0) return "expired";
  if (disabledAt !== null) return "disabled";
  if (isOwnerBlocked) return "blocked";
  return left <= SOON_DAYS * DAY_MS ? "soon" : "active";
}

/** Whether a token in this state should be rotated now; one that has expired cannot be any more. */
export const isDue = (state: TokenState): boolean => state === "soon";
