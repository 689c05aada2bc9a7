import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";

const KEPT_MS = 400 * DAY_MS;
/** Rows of one transaction. */
const PART = 500;

/** Deletes revocations that ended long ago. A part of them: false if some are left for the next call. */
export function pruneRevocations(now: Date): Promise<boolean> {
  return database().write(async (tx) => {
    const old = await tx.tokenRevocation.findMany({
      where: { finishedAt: { lt: new Date(now.getTime() - KEPT_MS) } },
      select: { id: true },
      take: PART,
    });
    await tx.tokenRevocation.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
    return old.length < PART;
  });
}
