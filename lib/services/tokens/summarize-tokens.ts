import type { z } from "zod";
import { INVENTORY_DAYS } from "#lib/contract/inventory-days.ts";
import type { InventoryFilter, summaryQuery } from "#lib/contract/token-inventory.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { filtered, inventoryOf } from "./find-tokens.ts";

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
  const inventory = await inventoryOf(read, actor);
  const count = async (filter: InventoryFilter) =>
    read.token.count({ where: await filtered(read, inventory, { ...days, ...filter }) });
  const [total, expired, expiring, neverUsed, unused, serviceUser] = await Promise.all([
    count({}),
    count({ state: "expired" }),
    count({ state: "expiring" }),
    count({ state: "never_used" }),
    count({ state: "unused" }),
    count({ owner_kind: "service_user" }),
  ]);
  return {
    total,
    active: total - expired,
    expired,
    expiring,
    neverUsed,
    unused,
    byOwnerKind: { user: total - serviceUser, serviceUser },
    expiringWithinDays: days.expiring_within_days ?? INVENTORY_DAYS.expiring,
    unusedForDays: days.unused_for_days ?? INVENTORY_DAYS.unused,
  };
}
