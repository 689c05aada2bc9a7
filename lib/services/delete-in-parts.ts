import { setImmediate } from "node:timers/promises";
import { database } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";

/** Rows of one write: a fraction of a second, in which other writes wait. */
const PART = 200;

/**
 * Deletes all rows of a condition, in as many writes as needed: one for a number of rows that
 * grows without bound would exceed the time limit. Resolves when a write finds fewer than a part.
 */
export async function deleteInParts(
  table: Prisma.ModelName,
  key: readonly string[],
  condition: Prisma.Sql,
): Promise<void> {
  const from = Prisma.raw(`"${table}"`);
  const columns = Prisma.raw(key.map((name) => `"${name}"`).join(", "));
  for (;;) {
    const deleted = await database().write(
      (tx) => tx.$executeRaw`
        DELETE FROM ${from} WHERE (${columns}) IN (
          SELECT ${columns} FROM ${from} WHERE ${condition} LIMIT ${PART})`,
    );
    if (deleted < PART) return;
    await setImmediate();
  }
}
