import { database, type Tx } from "#lib/db/database.ts";
import type { Actor } from "./context.ts";
import { presentActor } from "./credentials.ts";
import { assertFirstUse } from "./idempotency.ts";

/**
 * Runs a write with the actor read again inside its transaction, so that a credential revoked or
 * a role changed while the write waited decides it. 409 for a request that its Idempotency-Key
 * says was carried out before; `rememberResult` in the work is what says so.
 */
export function writeAs<T>(actor: Actor, work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> {
  const { idempotency, claims } = actor;
  return database().write(async (tx) => {
    const present = { ...(await presentActor(tx, actor)), ...(claims && { claims }) };
    if (idempotency === undefined) return work(tx, present);
    await assertFirstUse(tx, present.userId, idempotency);
    return work(tx, { ...present, idempotency });
  });
}
