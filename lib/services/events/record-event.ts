import type { ActivityCode } from "#lib/contract/activities.ts";
import type { Tx } from "#lib/db/database.ts";
import { json, number, text, time } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";
import type { Actor, CredentialId } from "../context.ts";
import { noteEvents } from "../notices/note-events.ts";
import { eventKeyOf } from "./event-key.ts";
import { insertEventTerms } from "./event-terms.ts";

/** The initiator of an event. */
export type Initiator = Pick<Actor, "userId" | "accountId" | "name" | "email" | "origin"> & {
  credential?: CredentialId;
};

/** An event that is not complete. */
export type Pending = { id: number; meta: Record<string, string> };

type Event = { code: ActivityCode; targetId: string; meta?: Record<string, string> };

/** Every column of a new event but its ID. */
export const eventInsert = preparedInsert(
  "AuditEvent",
  {
    ...{ accountId: text, timestamp: time, activityCode: text, targetId: text },
    ...{ initiatorId: text, initiatorName: text, initiatorEmail: text },
    ...{ meta: json, searchKey: text },
  },
  {
    returning: {
      ...{ id: number, searchKey: text },
      ...{ timestamp: time, activityCode: text, initiatorId: text },
    },
  },
);

/** Writes an audit event in the transaction of its change (contract 2.12). */
export function recordEvent(tx: Tx, initiator: Initiator, event: Event): Promise<void> {
  return recordEvents(tx, initiator, [event]);
}

/** The same for a change of many objects: one event each, in order. */
export async function recordEvents(tx: Tx, initiator: Initiator, events: Event[]): Promise<void> {
  await insertEvents(
    tx,
    events.map((event) => eventRow(initiator, event)),
  );
}

/** An event of a change that is still to be made elsewhere: its ID and metadata, to complete it. */
export async function recordPending(tx: Tx, initiator: Initiator, event: Event): Promise<Pending> {
  const row = eventRow(initiator, event);
  const [inserted] = await insertEvents(tx, [row]);
  if (inserted === undefined) throw new Error("an event was not stored");
  return { id: inserted.id, meta: row.meta };
}

async function insertEvents(tx: Tx, rows: ReturnType<typeof eventRow>[]) {
  const inserted = await tx.insert(eventInsert, rows);
  await insertEventTerms(tx, inserted);
  await noteEvents(tx, inserted);
  return inserted;
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
