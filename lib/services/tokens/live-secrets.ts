import type { SecretView } from "#lib/contract/views.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";

const secretColumns = {
  tokenId: true,
  state: true,
  createdAt: true,
  expiresAt: true,
  endsAt: true,
  lastUsedAt: true,
  lastUsedIp: true,
} as const;

/**
 * The live secrets of tokens that are being rotated, newest first, by the token's ID. A token with
 * only its current secret is absent.
 */
export async function liveSecretsOf(
  client: ReadClient | Tx,
  tokenIds: readonly string[],
): Promise<Map<string, SecretView[]>> {
  const now = new Date();
  const others = await client.tokenSecret.findMany({
    where: {
      tokenId: { in: [...tokenIds] },
      ...{ state: { in: ["pending", "ending"] }, endsAt: { gt: now }, expiresAt: { gt: now } },
    },
    select: secretColumns,
  });
  if (others.length === 0) return new Map();
  const current = await client.tokenSecret.findMany({
    where: { tokenId: { in: others.map(({ tokenId }) => tokenId) }, state: "current" },
    select: secretColumns,
  });
  const newestFirst = [...others, ...current].sort(
    (one, other) => +other.createdAt - +one.createdAt,
  );
  return Map.groupBy(newestFirst.map(toView), ({ tokenId }) => tokenId);
}

const toView = ({
  state,
  ...row
}: Omit<SecretView, "state"> & { tokenId: string; state: string }) => ({
  ...row,
  // Only these are read.
  state: state as SecretView["state"],
});
