import { globalSingleton } from "#lib/config/global-singleton.ts";
import { MINUTE_MS } from "#lib/contract/durations.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";

/** A process that was not seen for this long is dead. It is seen every minute. */
const DEAD_AFTER_MS = 5 * MINUTE_MS;

/** The ID of this process, in the names of the access tokens that it makes at the NetBird server. */
export const processId = (): string => globalSingleton("netbird-process", () => newXid());

/** Notes that this process lives. Before its first access token, so that none is of an unknown one. */
export function beat(now: Date): Promise<unknown> {
  const [id, seenAt] = [processId(), now];
  return database().write((tx) =>
    tx.netBirdProcess.upsert({ where: { id }, create: { id, seenAt }, update: { seenAt } }),
  );
}

/** Removes this process, once its access tokens are deleted. */
export function leave(): Promise<unknown> {
  return database().write((tx) => tx.netBirdProcess.deleteMany({ where: { id: processId() } }));
}

/** Whether a process may still use the access tokens that it made. */
export async function isLiving(id: string, now: Date): Promise<boolean> {
  if (id === processId()) return true;
  const where = { id, seenAt: { gt: new Date(now.getTime() - DEAD_AFTER_MS) } };
  return (await database().read.netBirdProcess.count({ where })) > 0;
}

/** How many other processes may still use access tokens that they made. */
export function livingProcesses(now: Date): Promise<number> {
  const seenAt = { gt: new Date(now.getTime() - DEAD_AFTER_MS) };
  return database().read.netBirdProcess.count({ where: { seenAt, NOT: { id: processId() } } });
}

const dead = (now: Date) => ({ seenAt: { lte: new Date(now.getTime() - DEAD_AFTER_MS) } });

export const someDied = async (now: Date): Promise<boolean> =>
  (await database().read.netBirdProcess.count({ where: dead(now) })) > 0;

/** Removes the processes that died, after their access tokens. */
export const forgetDead = (now: Date): Promise<unknown> =>
  database().write((tx) => tx.netBirdProcess.deleteMany({ where: dead(now) }));
