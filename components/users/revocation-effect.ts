import type { OperationAnswer } from "#lib/contract/operations.ts";

export type WorkingToken = {
  id: string;
  name: string;
  lastUsedAt: Date | null;
  lastUsedIp: string | undefined;
};

type Listed = OperationAnswer<"tokens.list">[number];

/** The tokens that are in force at an instant, the last used first. */
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

/** How much stops working with a user's tokens; "unknown" where they could not be looked up. */
export function revocationEffect(tokens: number | "unknown"): string {
  if (tokens === "unknown") {
    return "All of its access tokens stop working at once: scripts that use them get 401.";
  }
  if (tokens === 0) return "No active tokens.";
  return tokens === 1
    ? "This access token stops working at once, and scripts that use it get 401:"
    : `These ${tokens} access tokens stop working at once, and scripts that use them get 401:`;
}
