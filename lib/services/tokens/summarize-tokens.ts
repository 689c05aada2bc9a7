import type { z } from "zod";
import { INVENTORY_DAYS } from "#lib/contract/inventory-days.ts";
import type { summaryQuery } from "#lib/contract/token-summary.ts";
import { database } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import type { Actor } from "../context.ts";
import { countsOfAccount, countsOfUser } from "./count-tokens.ts";
import { daysFrom, type Inventory, inventoryOf } from "./find-tokens.ts";

export type TokensSummary = {
  total: number;
  active: number;
  expired: number;
  /** Disabled and not expired. */
  disabled: number;
  expiring: number;
  neverUsed: number;
  unused: number;
  /** Of the existing tokens: the number used in the last 7 days, and the latest use of any. */
  used7Days: number;
  lastUsedAt: Date | null;
  byOwnerKind: { user: number; serviceUser: number };
  expiringWithinDays: number;
  unusedForDays: number;
  /** Active tokens by days until expiry. */
  byExpiry: ExpiryCount[];
};

/** More than `afterDays` and at most `untilDays` from now; null for no end. */
export type ExpiryCount = { afterDays: number; untilDays: number | null; count: number };

/** The ranges of `byExpiry`. */
const STRETCHES = [
  [0, 7],
  [7, 30],
  [30, 90],
] as const;

/** Counts the tokens that the actor may read, in total and by state, at one time. */
export async function summarizeTokens(
  actor: Actor,
  days: z.output<typeof summaryQuery> = {},
): Promise<TokensSummary> {
  const inventory = await inventoryOf(database().read, actor);
  const expiringWithinDays = days.expiring_within_days ?? INVENTORY_DAYS.expiring;
  const unusedForDays = days.unused_for_days ?? INVENTORY_DAYS.unused;
  const counts = await countAll(inventory, actor, expiringWithinDays, unusedForDays);
  const { total, expired, disabled, neverUsed, unused, used7Days, user } = counts;
  // The counts until a time are of tokens that work until they expire, besides the expired ones.
  const soon = STRETCHES.map(([afterDays, untilDays]) => ({
    ...{ afterDays, untilDays },
    count:
      counts[`until${untilDays}`] - (afterDays === 0 ? counts.until0 : counts[`until${afterDays}`]),
  }));
  const active = total - expired - disabled;
  const later = soon.reduce((left, { count }) => left - count, active);
  return {
    ...{ total, active, expired, disabled, expiring: counts.untilSoon - counts.until0 },
    ...{ neverUsed, unused, used7Days, lastUsedAt: await lastUseOf(inventory) },
    ...{ byOwnerKind: { user, serviceUser: total - user }, expiringWithinDays, unusedForDays },
    byExpiry: [...soon, { afterDays: 90, untilDays: null, count: later }],
  };
}

async function lastUseOf({ readable }: Inventory): Promise<Date | null> {
  const latest = await database().read.token.findFirst({
    where: { AND: [readable, { lastUsedAt: { not: null } }] },
    select: { lastUsedAt: true },
    orderBy: { lastUsedAt: "desc" },
  });
  return latest?.lastUsedAt ?? null;
}

/** All counts in one statement, so that they are of one time. */
async function countAll(
  { accountId, readable, now }: Inventory,
  actor: Actor,
  soon: number,
  ago: number,
) {
  const counts =
    "userId" in readable ? countsOfUser(actor) : countsOfAccount(accountId, "user" in readable);
  /** Those that expire until then and are not disabled. */
  const until = (days: number) => {
    const time = daysFrom(now, days);
    return Prisma.sql`${counts.expiredBy(time)} - (${counts.disabledBy(time)})`;
  };
  const [row] = await database().read.$queryRaw<[Record<CountName, bigint>]>`
    SELECT
      ${counts.total} AS "total",
      ${counts.ofUsers} AS "user",
      ${counts.neverUsed} AS "neverUsed",
      ${counts.usedSince(daysFrom(now, -7))} AS "used7Days",
      ${counts.idleSince(daysFrom(now, -ago))} AS "unused",
      ${counts.expiredBy(now)} AS "expired",
      ${counts.disabledBy()} - (${counts.disabledBy(now)}) AS "disabled",
      ${until(0)} AS "until0", ${until(soon)} AS "untilSoon",
      ${until(7)} AS "until7", ${until(30)} AS "until30", ${until(90)} AS "until90"`;
  const numbers = Object.entries(row).map(([name, value]) => [name, Number(value)]);
  return Object.fromEntries(numbers) as Record<CountName, number>;
}

type CountName =
  | ("total" | "user" | "neverUsed" | "used7Days" | "unused" | "expired" | "disabled")
  | ("until0" | "untilSoon")
  | `until${(typeof STRETCHES)[number][1]}`;
