import type { ActivityCode } from "#lib/contract/activities.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { eventKeyOf } from "./event-key.ts";
import { insertEventTerms } from "./event-terms.ts";

/** The initiator of an event. */
export type Initiator = Pick<Actor, "userId" | "accountId" | "name" | "email" | "origin"> & {
  credential?: Actor["credential"];
};

type Event = { code: ActivityCode; targetId: string; meta?: Record<string, string> };

/** Writes an audit event in the transaction of its change (contract 2.12). */
export async function recordEvent(tx: Tx, initiator: Initiator, event: Event): Promise<void> {
  const row = eventRow(initiator, event);
  const { id } = await tx.auditEvent.create({ data: row, select: { id: true } });
  await insertEventTerms(tx, [{ ...row, id }]);
}

/** The same for a change of many objects: one event each, in order. */
export async function recordEvents(tx: Tx, initiator: Initiator, events: Event[]): Promise<void> {
  const rows = await tx.auditEvent.createManyAndReturn({
    data: events.map((event) => eventRow(initiator, event)),
    select: { id: true, timestamp: true, searchKey: true },
  });
  await insertEventTerms(tx, rows);
}

/** The row of an audit event, for bulk writes. */
export function eventRow(
  initiator: Initiator,
  { code, targetId, meta = {} }: Event,
  timestamp = new Date(),
) {
  const { origin, credential } = initiator;
  return {
    accountId: initiator.accountId,
    timestamp,
    activityCode: code,
    initiatorId: initiator.userId,
    initiatorName: initiator.name,
    initiatorEmail: initiator.email,
    targetId,
    searchKey: eventKeyOf({ ...meta, address: origin.address }),
    meta: {
      ...meta,
      address: origin.address,
      user_agent: origin.userAgent,
      request_id: origin.requestId,
      ...(credential?.kind === "token" ? { token_id: credential.id } : {}),
    },
  };
}
