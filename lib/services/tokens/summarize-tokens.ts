import type { z } from "zod";
import { INVENTORY_DAYS } from "#lib/contract/inventory-days.ts";
import type { summaryQuery } from "#lib/contract/token-inventory.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { conditionsOf, daysFrom, inventoryOf, type State } from "./find-tokens.ts";
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
  /** Those in force, by the days until they expire. */
  byExpiry: ExpiryCount[];
};

/** More than `afterDays` from now, and at most `untilDays`; null stands for no end. */
export type ExpiryCount = { afterDays: number; untilDays: number | null; count: number };

/** Where the stretches of `byExpiry` end. */
const EXPIRY_DAYS = [7, 30, 90] as const;

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
  // Counts of different moments: a token made in between is in the later ones only.
  const active = Math.max(0, total - expired);
  return {
    total,
    active,
    expired,
    expiring,
    neverUsed,
    unused,
    byOwnerKind: { user, serviceUser: Math.max(0, total - user) },
    expiringWithinDays: days.expiring_within_days ?? INVENTORY_DAYS.expiring,
    unusedForDays: days.unused_for_days ?? INVENTORY_DAYS.unused,
    byExpiry: await byExpiry(count, now, active),
  };
}

/** Each stretch is counted in the index of ends; what lies beyond all of them is what is left. */
async function byExpiry(
  count: (condition: object) => Promise<number>,
  now: Date,
  active: number,
): Promise<ExpiryCount[]> {
  const stretches = await Promise.all(
    EXPIRY_DAYS.map(async (untilDays, at) => {
      const afterDays = EXPIRY_DAYS[at - 1] ?? 0;
      const ends = { gt: daysFrom(now, afterDays), lte: daysFrom(now, untilDays) };
      return { afterDays, untilDays, count: await count({ expiresAt: ends }) };
    }),
  );
  const later = stretches.reduce((left, stretch) => left - stretch.count, active);
  return [
    ...stretches,
    { afterDays: EXPIRY_DAYS.at(-1) ?? 0, untilDays: null, count: Math.max(0, later) },
  ];
}
