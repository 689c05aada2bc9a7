import type { OperationAnswer } from "#lib/contract/operations.ts";

export type WorkingToken = {
  id: string;
  name: string;
  lastUsedAt: Date | null;
  lastUsedIp: string | undefined;
};

type Listed = OperationAnswer<"tokens.list">[number];

/** The tokens that are not expired at `now`, last used first. */
export function workingTokens(
  tokens: Pick<Listed, "id" | "name" | "expiration_date" | "last_used" | "last_used_ip">[],
  now: number,
): WorkingToken[] {
  return tokens
    .filter((token) => Date.parse(token.expiration_date) > now)
    .map(({ id, name, last_used, last_used_ip }) => ({
      id,
      name,
      lastUsedAt: last_used === undefined ? null : new Date(last_used),
      lastUsedIp: last_used_ip,
    }))
    .sort((one, other) => Number(other.lastUsedAt ?? 0) - Number(one.lastUsedAt ?? 0));
}

/** The effect of revoking a user's tokens; "unknown" if they could not be loaded. */
export function revocationEffect(tokens: number | "unknown"): string {
  if (tokens === "unknown") {
    return "All access tokens stop working immediately (401).";
  }
  if (tokens === 0) return "No active tokens.";
  return tokens === 1
    ? "This access token stops working immediately (401):"
    : `These ${tokens} access tokens stop working immediately (401):`;
}
