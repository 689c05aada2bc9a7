import { DAY_MS } from "#lib/contract/durations.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Actor, Idempotency } from "./context.ts";

const LIFETIME_MS = DAY_MS;

/**
 * Refuses a request whose key was used within 24 hours: 409 with the ID of the object created then
 * (a plain token cannot be returned again), 422 if the key belongs to a different request.
 */
export async function assertFirstUse(
  tx: Tx,
  userId: string,
  { key, requestHash }: Idempotency,
): Promise<void> {
  await tx.idempotencyKey.deleteMany({ where: { createdAt: { lte: outlived() } } });
  await assertNotFound(tx, userId, { key, requestHash });
}

/** The same outside a transaction, before checks that the completed request would now fail. */
async function precheckFirstUse({ userId, idempotency }: Actor): Promise<void> {
  if (idempotency) await assertNotFound(database().read, userId, idempotency);
}

/**
 * Runs `check` ahead of a hash and its transaction. A check may fail because this very request was
 * carried out in the meantime: then the 409 of its key is thrown.
 */
export async function checkAhead<T>(actor: Actor, check: () => Promise<T>): Promise<T> {
  await precheckFirstUse(actor);
  try {
    return await check();
  } catch (error) {
    await precheckFirstUse(actor);
    throw error;
  }
}

const outlived = () => new Date(Date.now() - LIFETIME_MS);

async function assertNotFound(
  client: ReadClient | Tx,
  userId: string,
  { key, requestHash }: Idempotency,
): Promise<void> {
  const found = await client.idempotencyKey.findUnique({ where: { userId_key: { userId, key } } });
  if (found === null || found.createdAt <= outlived()) return;
  if (found.requestHash !== requestHash) {
    const message = "Idempotency-Key was used for another request";
    throw invalid("Idempotency-Key", message);
  }
  throw new Problem("conflict", "a request with this Idempotency-Key was already carried out", {
    resourceId: found.resourceId,
  });
}

/** Stores the ID of the object that a POST created or changed, in its transaction. Every POST calls it. */
export async function rememberResult(tx: Tx, actor: Actor, resourceId: string): Promise<void> {
  if (actor.idempotency === undefined) return;
  await tx.idempotencyKey.create({
    data: { userId: actor.userId, ...actor.idempotency, resourceId, createdAt: new Date() },
  });
}
