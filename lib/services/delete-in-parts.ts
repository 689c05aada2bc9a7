import { setImmediate } from "node:timers/promises";
import { database } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";

/** Rows of one write: a fraction of a second, in which other writes wait. */
const PART = 200;

/**
 * Deletes all rows of a condition, in as many writes as needed: one for a number of rows that
 * grows without bound would exceed the time limit. Resolves with true once a write finds fewer than
 * a part, or with false after `most` writes.
 */
export async function deleteInParts(
  table: Prisma.ModelName,
  key: readonly string[],
  condition: Prisma.Sql,
  most = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const from = Prisma.raw(`"${table}"`);
  const columns = Prisma.raw(key.map((name) => `"${name}"`).join(", "));
  for (let parts = 0; parts < most; parts += 1) {
    const deleted = await database().write(
      (tx) => tx.$executeRaw`
        DELETE FROM ${from} WHERE (${columns}) IN (
          SELECT ${columns} FROM ${from} WHERE ${condition} LIMIT ${PART})`,
    );
    if (deleted < PART) return true;
    await setImmediate();
  }
  return false;
}
