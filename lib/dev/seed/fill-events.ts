import { setTimeout as sleep } from "node:timers/promises";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import { eventRow, type Initiator } from "#lib/services/events/record-event.ts";
import { tokenMeta } from "#lib/services/tokens/create-token.ts";
import { BREATH_MS } from "./fill.ts";
import { insertEvents } from "./insert-events.ts";
import { type PlannedEvent, planEvents } from "./plan.ts";
import { findOwner } from "./prepare.ts";

/** Rows per transaction: events have one table. */
const CHUNK = 5000;

/** Writes audit events by the owner about the service users and tokens that no longer exist. */
export async function fillEvents(
  count: number,
  now: Date,
  done: (rows: number) => void,
): Promise<void> {
  const owner = await findOwner(database().read);
  const users = await database().read.user.findMany({
    where: { isServiceUser: true },
    select: { id: true, name: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  for (let from = 0; from < count; from += CHUNK) {
    const planned = planEvents(from, Math.min(from + CHUNK, count), count, now);
    const rows = planned.map((event) => rowOf(event, owner, users));
    await database().write((tx) => insertEvents(tx, rows));
    done(rows.length);
    await sleep(BREATH_MS);
  }
}

function rowOf(
  { at, code, user: place, name, address }: PlannedEvent,
  owner: Initiator,
  users: { id: string; name: string }[],
) {
  const initiator = { ...owner, origin: { ...owner.origin, address } };
  const user = users[place % users.length];
  if (user === undefined) throw new Error("events need a service user");
  if (code === "dashboard.login") return eventRow(initiator, { code, targetId: owner.userId }, at);
  const meta = tokenMeta({ ...user, email: "", isServiceUser: true }, { id: newXid(), name });
  return eventRow(initiator, { code, targetId: user.id, meta }, at);
}
