import { database, type Tx } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { dayBefore } from "../days.ts";

/** So many calls of an operation by a token on a day. */
export type Use = {
  accountId: string;
  tokenId: string;
  day: string;
  operation: string;
  count: number;
};

/** A token lives for a year at most: what it was used for is known to its end, and a month longer. */
const KEPT_DAYS = 400;

/**
 * Adds uses to what is written, all in two statements. Those of an account that was deleted
 * meanwhile are left out; a token that was revoked keeps its history.
 */
export function writeUses(uses: readonly Use[]): Promise<void> {
  return database().write(async (tx) => {
    const ids = [...new Set(uses.map(({ accountId }) => accountId))];
    const accounts = await tx.account.findMany({
      where: { id: { in: ids } },
      select: { id: true },
    });
    const present = new Set(accounts.map(({ id }) => id));
    const rows = uses.filter(({ accountId }) => present.has(accountId));
    if (rows.length > 0) await add(tx, rows);
  });
}

/** One statement for all rows: the client's own upsert would be one for each. */
async function add(tx: Tx, uses: readonly Use[]): Promise<void> {
  const rows = uses.map(
    (use) =>
      Prisma.sql`(${use.accountId}, ${use.tokenId}, ${use.day}, ${use.operation}, ${use.count})`,
  );
  await tx.$executeRaw`
    INSERT INTO "TokenUse" ("accountId", "tokenId", "day", "operation", "count")
    VALUES ${Prisma.join(rows)}
    ON CONFLICT ("tokenId", "day", "operation")
    DO UPDATE SET "count" = "TokenUse"."count" + excluded."count"`;
  await tx.$executeRaw`
    INSERT INTO "DailyUse" ("accountId", "day", "count")
    VALUES ${Prisma.join(dailyOf(uses).map((use) => Prisma.sql`(${use.accountId}, ${use.day}, ${use.count})`))}
    ON CONFLICT ("accountId", "day")
    DO UPDATE SET "count" = "DailyUse"."count" + excluded."count"`;
}

/** One for each account and day: a statement adds to a row once. */
function dailyOf(uses: readonly Use[]) {
  const daily = new Map<string, Pick<Use, "accountId" | "day" | "count">>();
  for (const { accountId, day, count } of uses) {
    const key = `${accountId} ${day}`;
    daily.set(key, { accountId, day, count: count + (daily.get(key)?.count ?? 0) });
  }
  return [...daily.values()];
}

/**
 * Deletes what is older than anybody asks for, a day in a transaction: what heaped up while Roost
 * did not run would hold up other writes for too long.
 */
export async function pruneUses(now: Date): Promise<void> {
  const end = dayBefore(now, KEPT_DAYS);
  for (const { id: accountId } of await database().read.account.findMany({
    select: { id: true },
  })) {
    const old = { accountId, day: { lt: end } };
    for (;;) {
      const oldest = await database().read.tokenUse.findFirst({
        where: old,
        orderBy: { day: "asc" },
        select: { day: true },
      });
      if (oldest === null) break;
      const where = { accountId, day: oldest.day };
      await database().write((tx) => tx.tokenUse.deleteMany({ where }));
    }
    await database().write((tx) => tx.dailyUse.deleteMany({ where: old }));
  }
}
