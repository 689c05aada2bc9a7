import type { NetBirdOperation } from "#lib/contract/netbird-api.ts";
import { database } from "#lib/db/database.ts";
import { logger } from "#lib/observability/logger.ts";
import { rightsFor } from "#lib/policy/forwarded-rights.ts";
import type { Actor, Idempotency } from "../context.ts";
import { type Pending, recordPending } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { assertRight } from "../policy.ts";
import { writeAs } from "../write-as.ts";

/** A change that is about to be sent to NetBird. */
export type Begun = {
  event: Pending;
  targetId: string;
  /** The row of the Idempotency-Key, which a change that was not made gives back. */
  idempotency: (Idempotency & { userId: string }) | undefined;
  begunAt: number;
};

/** What became of a forwarded change, as far as it is known. */
export type Outcome = {
  /** refused, failed: nothing was changed, or NetBird says that it failed. */
  outcome: "ok" | "refused" | "failed" | "unknown";
  /** Certainly nothing was changed: the request may be repeated with the same Idempotency-Key. */
  unchanged?: boolean;
  status?: number | undefined;
  requestId?: string | undefined;
  /** Of the created object. */
  objectId?: string | undefined;
  objectName?: string | undefined;
};

type Sent = {
  row: NetBirdOperation;
  objectId: string;
  upstreamUser: string;
  /** What the actor needs besides the rights of the row; throws what it lacks. */
  decide?: ((actor: Actor) => void) | undefined;
};

/** The events of changes by what is done. */
export const CODES = {
  create: "netbird.create",
  update: "netbird.update",
  delete: "netbird.delete",
} as const;

const codeOf = (operation: string) => CODES[operation as keyof typeof CODES];

/**
 * Stores that a change is sent to NetBird, before it is: whatever happens then, the audit log has
 * it. In the same transaction the rights are decided again, from what is true at that moment.
 */
export function beginWrite(
  actor: Actor,
  { row, objectId, upstreamUser, decide }: Sent,
): Promise<Begun> {
  const { method, path: route, module, operation } = row;
  return writeAs(actor, async (tx, present) => {
    for (const right of rightsFor(row)) assertRight(present, right);
    decide?.(present);
    await rememberResult(tx, present, objectId);
    const event = await recordPending(tx, present, {
      code: codeOf(operation),
      targetId: objectId,
      meta: {
        ...{ module: module ?? "", method, route },
        ...{ upstream_user: upstreamUser, outcome: "pending" },
      },
    });
    const { idempotency, userId } = present;
    return {
      event,
      targetId: objectId,
      idempotency: idempotency && { ...idempotency, userId },
      begunAt: performance.now(),
    };
  });
}

/** Completes the event with the outcome. Never throws: without it, the outcome counts as unknown. */
export async function endWrite(begun: Begun, given: Outcome): Promise<void> {
  const { event, idempotency } = begun;
  const targetId = given.objectId ?? begun.targetId;
  try {
    await database().write(async (tx) => {
      const data = { targetId, meta: { ...event.meta, ...metaOf(begun, given) } };
      await tx.auditEvent.updateMany({ where: { id: event.id }, data });
      if (idempotency === undefined) return;
      const { userId, key, requestHash } = idempotency;
      const where = { userId, key, requestHash };
      if (given.unchanged) await tx.idempotencyKey.deleteMany({ where });
      else await tx.idempotencyKey.updateMany({ where, data: { resourceId: targetId } });
    });
  } catch (error) {
    logger().error(
      { err: error, event: event.id, outcome: given.outcome },
      "the outcome of a change at NetBird was not stored",
    );
  }
}

function metaOf({ begunAt }: Begun, given: Outcome): Record<string, string> {
  const { outcome, status, requestId, objectName } = given;
  return {
    outcome,
    duration_ms: String(Math.round(performance.now() - begunAt)),
    ...(status === undefined ? {} : { status: String(status) }),
    ...(requestId === undefined ? {} : { upstream_request_id: requestId }),
    ...(objectName === undefined ? {} : { object_name: objectName }),
  };
}
