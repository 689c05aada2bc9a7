import { database, type Tx } from "#lib/db/database.ts";
import type { Actor } from "./context.ts";
import { presentActor } from "./credentials.ts";
import { assertFirstUse } from "./idempotency.ts";
import { assertScope } from "./policy.ts";

/**
 * Runs a write with the actor read again inside its transaction, so that a revocation or change of
 * role during the wait applies. 409 for a request whose Idempotency-Key was used before; the work
 * stores that with `rememberResult`.
 */
export function writeAs<T>(actor: Actor, work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> {
  const { idempotency, claims, scopeRule } = actor;
  return database().write(async (tx) => {
    const present = { ...(await presentActor(tx, actor)), ...(claims && { claims }) };
    if (scopeRule) assertScope(present, scopeRule);
    if (idempotency === undefined) return work(tx, present);
    await assertFirstUse(tx, present.userId, idempotency);
    return work(tx, { ...present, idempotency });
  });
}
