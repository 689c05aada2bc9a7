import type { z } from "zod";
import { INVENTORY_DAYS } from "#lib/contract/inventory-days.ts";
import type { summaryQuery } from "#lib/contract/token-inventory.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { conditionsOf, inventoryOf, type State } from "./find-tokens.ts";
import { tokensOfKind } from "./search-tokens.ts";

export type TokensSummary = {
  total: number;
  active: number;
  expired: number;
  expiring: number;
  neverUsed: number;
  unused: number;
  byOwnerKind: { user: number; serviceUser: number };
  expiringWithinDays: number;
  unusedForDays: number;
};

/** How many tokens the actor may read, and how many of them the list has in each state. */
export async function summarizeTokens(
  actor: Actor,
  days: z.output<typeof summaryQuery> = {},
): Promise<TokensSummary> {
  const { read } = database();
  const { accountId, readable, now } = await inventoryOf(read, actor);
  const count = (condition: object) => read.token.count({ where: { AND: [readable, condition] } });
  const countState = async (state: State) => {
    // The parts of a state have no token in common, and each its own index.
    const parts = await Promise.all(
      conditionsOf(state, days, now).map((one) => count(one.condition)),
    );
    return parts.reduce((sum, part) => sum + part, 0);
  };
  const [total, expired, expiring, neverUsed, unused, user] = await Promise.all([
    count({}),
    countState("expired"),
    countState("expiring"),
    countState("never_used"),
    countState("unused"),
    // There are fewer people than service users.
    tokensOfKind(read, accountId, false).then(count),
  ]);
  return {
    total,
    active: total - expired,
    expired,
    expiring,
    neverUsed,
    unused,
    byOwnerKind: { user, serviceUser: total - user },
    expiringWithinDays: days.expiring_within_days ?? INVENTORY_DAYS.expiring,
    unusedForDays: days.unused_for_days ?? INVENTORY_DAYS.unused,
  };
}
