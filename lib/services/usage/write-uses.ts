import { DAY_MS } from "#lib/contract/durations.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { PRESENT } from "../account/present-account.ts";
import { dayBefore } from "../days.ts";
import { deleteInParts } from "../delete-in-parts.ts";

/**
 * Calls of an operation by a token on a day; `refused` are those among them that lacked a right. A
 * refusal may be written after its call.
 */
export type Use = {
  accountId: string;
  tokenId: string;
  day: string;
  operation: string;
  count: number;
  refused: number;
};

/** A batch of a process; the numbers increase. */
export type Batch = { writer: string; batch: number };

/** A token lives at most a year: its uses are kept until its end and a month longer. */
const KEPT_DAYS = 400;
/** Writes of a call for each table: some tenths of a second, in which new uses wait. */
const PRUNED_PARTS = 10;
/** How long the number of a process without writes is kept. */
const WRITER_KEPT_MS = 30 * DAY_MS;

/**
 * Writes a batch of uses, unless it was written before. Skips uses of an account that was deleted
 * in the meantime; a revoked token keeps its history.
 */
export function writeUses(uses: readonly Use[], batch: Batch): Promise<void> {
  return database().write(async (tx) => {
    if (!(await isNew(tx, batch))) return;
    const ids = [...new Set(uses.map(({ accountId }) => accountId))];
    const accounts = await tx.account.findMany({
      where: { ...PRESENT, id: { in: ids } },
      select: { id: true },
    });
    const present = new Set(accounts.map(({ id }) => id));
    const rows = uses.filter(({ accountId }) => present.has(accountId));
    if (rows.length > 0) await add(tx, rows);
  });
}

/** Records the batch as written; false if it or a later one is recorded already. */
async function isNew(tx: Tx, { writer, batch }: Batch): Promise<boolean> {
  const changed = await tx.$executeRaw`
    INSERT INTO "UseWriter" ("id", "batch", "writtenAt") VALUES (${writer}, ${batch}, ${new Date()})
    ON CONFLICT ("id") DO UPDATE SET "batch" = excluded."batch", "writtenAt" = excluded."writtenAt"
    WHERE "UseWriter"."batch" < excluded."batch"`;
  return changed > 0;
}

/** One statement for all rows: the client's upsert would need one per row. */
async function add(tx: Tx, uses: readonly Use[]): Promise<void> {
  const rows = uses.map(
    (use) =>
      Prisma.sql`(${use.accountId}, ${use.tokenId}, ${use.day}, ${use.operation}, ${use.count}, ${use.refused})`,
  );
  await tx.$executeRaw`
    INSERT INTO "TokenUse" ("accountId", "tokenId", "day", "operation", "count", "refused")
    VALUES ${Prisma.join(rows)}
    ON CONFLICT ("tokenId", "day", "operation")
    DO UPDATE SET "count" = "TokenUse"."count" + excluded."count",
      "refused" = "TokenUse"."refused" + excluded."refused"`;
  await tx.$executeRaw`
    INSERT INTO "DailyUse" ("accountId", "day", "count")
    VALUES ${Prisma.join(dailyOf(uses).map((use) => Prisma.sql`(${use.accountId}, ${use.day}, ${use.count})`))}
    ON CONFLICT ("accountId", "day")
    DO UPDATE SET "count" = "DailyUse"."count" + excluded."count"`;
}

/** Sums per account and day: a statement can add to a row only once. */
function dailyOf(uses: readonly Use[]) {
  const daily = new Map<string, Pick<Use, "accountId" | "day" | "count">>();
  for (const { accountId, day, count } of uses) {
    const key = `${accountId} ${day}`;
    daily.set(key, { accountId, day, count: count + (daily.get(key)?.count ?? 0) });
  }
  return [...daily.values()];
}

/**
 * Deletes uses that are too old for any query, in parts: they may be millions. Returns false if some
 * are left for the next call.
 */
export async function pruneUses(now: Date): Promise<boolean> {
  let isComplete = true;
  const end = dayBefore(now, KEPT_DAYS);
  const idle = { writtenAt: { lt: new Date(now.getTime() - WRITER_KEPT_MS) } };
  await database().write((tx) => tx.useWriter.deleteMany({ where: idle }));
  for (const { id: accountId } of await database().read.account.findMany({
    select: { id: true },
  })) {
    const old = Prisma.sql`"accountId" = ${accountId} AND "day" < ${end}`;
    const tables = [
      ["TokenUse", ["tokenId", "day", "operation"]],
      ["DailyUse", ["accountId", "day"]],
    ] as const;
    for (const [table, key] of tables) {
      if (!(await deleteInParts(table, key, old, PRUNED_PARTS))) isComplete = false;
    }
  }
  return isComplete;
}
