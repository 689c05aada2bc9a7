import { database } from "#lib/db/database.ts";
import { dayBefore, dayOf } from "#lib/services/days.ts";
import { writeUses } from "#lib/services/usage/write-uses.ts";

const DAYS = 30;
/** The operations of the tokens, most used first. */
const OPERATIONS = ["users.list", "users.current", "groups.list"] as const;
/** Calls per day by the address of the last use: a pipeline calls more often than a backup. */
const BUSY = ["192.0.2.14", "192.0.2.90", "192.0.2.8"];

/**
 * Adds calls on every day until the last use of each recently used token, fewer at weekends, and
 * the last use of their owners.
 */
export async function prepareUses(accountId: string): Promise<void> {
  const tokens = await database().read.token.findMany({
    where: { lastUsedAt: { not: null } },
    orderBy: { lastUsedAt: "asc" },
  });
  await database().write(async (tx) => {
    // The latest use last.
    for (const { userId: id, lastUsedAt } of tokens) {
      await tx.user.update({ where: { id }, data: { lastUsedAt } });
    }
  });
  const now = new Date();
  const uses = tokens.flatMap(({ id: tokenId, lastUsedAt, lastUsedIp }) =>
    Array.from({ length: DAYS }, (_, ago) => dayBefore(now, ago))
      .filter((day) => lastUsedAt !== null && day <= dayOf(lastUsedAt))
      .flatMap((day) =>
        OPERATIONS.map((operation, at) => ({
          ...{ accountId, tokenId, day, operation },
          count: Math.ceil(callsOn(day, BUSY.includes(lastUsedIp ?? "")) / (1 + at * at * 4)),
          refused: 0,
        })),
      ),
  );
  await writeUses(uses, { writer: "pictures", batch: 1 });
}

function callsOn(day: string, busy: boolean): number {
  const date = new Date(day);
  const isWeekend = [0, 6].includes(date.getUTCDay());
  const wave = 1 + Math.sin(date.getUTCDate() * 1.7) / 4;
  return Math.round((busy ? 180 : 24) * wave * (isWeekend ? 0.4 : 1));
}
