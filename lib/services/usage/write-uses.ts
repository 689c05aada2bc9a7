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

/** Which of its batches a process writes: their numbers rise. */
export type Batch = { writer: string; batch: number };

/** A token lives for a year at most: what it was used for is known to its end, and a month longer. */
const KEPT_DAYS = 400;
/** How long a process is remembered that writes nothing any more. */
const WRITER_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Adds a batch of uses to what is written, unless that was done before. Those of an account that
 * was deleted meanwhile are left out; a token that was revoked keeps its history.
 */
export function writeUses(uses: readonly Use[], batch: Batch): Promise<void> {
  return database().write(async (tx) => {
    if (!(await isNew(tx, batch))) return;
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

/** Notes the batch as written; false if it is noted already, or a later one is. */
async function isNew(tx: Tx, { writer, batch }: Batch): Promise<boolean> {
  const changed = await tx.$executeRaw`
    INSERT INTO "UseWriter" ("id", "batch", "writtenAt") VALUES (${writer}, ${batch}, ${new Date()})
    ON CONFLICT ("id") DO UPDATE SET "batch" = excluded."batch", "writtenAt" = excluded."writtenAt"
    WHERE "UseWriter"."batch" < excluded."batch"`;
  return changed > 0;
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
  const idle = { writtenAt: { lt: new Date(now.getTime() - WRITER_KEPT_MS) } };
  await database().write((tx) => tx.useWriter.deleteMany({ where: idle }));
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
