import { setImmediate } from "node:timers/promises";
import { database } from "#lib/db/database.ts";
import { expiriesOf, isFor, THRESHOLDS, type Threshold } from "./thresholds.ts";

/** Tokens per query and transaction: a few milliseconds, the longest wait of other writes. */
const PAGE = 500;

/** The expiry up to which this process has checked, per kind of notice. */
export type Looked = Map<string, Date>;

type Due = { id: string; createdAt: Date; expiresAt: Date };

/**
 * Stores a notice for each token that has passed a threshold since the last check; at the first
 * check, for each token whose nearest threshold it is. Tokens live for whole days, so none can
 * appear in a range already checked. A failed threshold does not stop the others; returns the
 * failures.
 */
export async function noteDue(
  looked: Looked,
  now: Date,
  signal: AbortSignal,
): Promise<PromiseRejectedResult[]> {
  const failed: PromiseRejectedResult[] = [];
  for (const threshold of THRESHOLDS) {
    const [outcome] = await Promise.allSettled([notePassed(threshold, { looked, now, signal })]);
    if (outcome.status === "rejected") failed.push(outcome);
  }
  return failed;
}

type Look = { looked: Looked; now: Date; signal: AbortSignal };

async function notePassed(threshold: Threshold, { looked, now, signal }: Look): Promise<void> {
  const { gt, lte } = expiriesOf(threshold, now);
  const from = Math.max(gt.getTime(), looked.get(threshold.kind)?.getTime() ?? 0);
  for await (const page of expiring({ gt: new Date(from), lte })) {
    if (signal.aborted) return;
    const ids = page.filter((token) => isFor(threshold, token)).map(({ id }) => id);
    await noteMissing(threshold, ids, now);
  }
  looked.set(threshold.kind, lte);
}

/** Tokens that expire between two times, read along the index that begins with the expiry. */
async function* expiring({ gt, lte }: { gt: Date; lte: Date }): AsyncGenerator<Due[]> {
  let last: Due | undefined;
  do {
    const rest = last && { OR: [{ expiresAt: { gt: last.expiresAt } }, { id: { gt: last.id } }] };
    const between = last ? { gte: last.expiresAt, lte } : { gt, lte };
    const page: Due[] = await database().read.token.findMany({
      where: { AND: [{ expiresAt: between }, rest ?? {}] },
      select: { id: true, createdAt: true, expiresAt: true },
      orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
      take: PAGE,
    });
    yield page;
    // SQLite is synchronous: without a pause requests would wait for the last page.
    await setImmediate();
    last = page.length === PAGE ? page.at(-1) : undefined;
  } while (last !== undefined);
}

/** Most are stored already, by this server before a restart or by another one. */
async function noteMissing({ kind }: Threshold, ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const { read, write } = database();
  const where = { kind, tokenId: { in: ids } };
  if ((await read.notice.count({ where })) === ids.length) return;
  await write(async (tx) => {
    const noted = await tx.notice.findMany({ where, select: { tokenId: true } });
    const known = new Set(noted.map(({ tokenId }) => tokenId));
    const present = await tx.token.findMany({ where: { id: { in: ids } }, select: { id: true } });
    const data = present
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => ({ tokenId: id, kind, nextAttemptAt: now }));
    if (data.length > 0) await tx.notice.createMany({ data });
  });
}
