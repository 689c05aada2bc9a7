import { clientNetwork } from "#lib/contract/networks.ts";
import { USED_NETWORKS_MAX } from "#lib/contract/usage.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertMayReadTokens } from "../tokens/list-tokens.ts";
import { usesWritten } from "./count-uses.ts";

/** Addresses that are read: those of twenty-five tokens, or more where tokens share some. */
const ADDRESSES_READ = 500;

/** The networks that a user's tokens were used from, latest first, for readers of these tokens. */
export async function usedNetworks(
  actor: Actor,
  userId: string,
): Promise<{ network: string; lastUsedAt: Date }[]> {
  await assertMayReadTokens(actor, userId);
  await usesWritten();
  const rows = await database().read.tokenAddress.findMany({
    where: { token: { userId } },
    select: { address: true, lastUsedAt: true },
    orderBy: [{ lastUsedAt: "desc" }, { address: "asc" }],
    take: ADDRESSES_READ,
  });
  const latest = new Map<string, Date>();
  for (const { address, lastUsedAt } of rows) {
    const network = clientNetwork(address);
    if (network !== undefined && !latest.has(network)) latest.set(network, lastUsedAt);
  }
  const networks = [...latest].map(([network, lastUsedAt]) => ({ network, lastUsedAt }));
  return networks.slice(0, USED_NETWORKS_MAX);
}
