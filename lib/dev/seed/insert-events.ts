import type { Tx } from "#lib/db/database.ts";
import { eventTermRows, TERM_COLUMNS } from "#lib/services/events/event-terms.ts";
import type { eventRow } from "#lib/services/events/record-event.ts";
import { insertRows } from "./insert-rows.ts";

/** Inserts audit events, in order, with the terms of their search. */
export async function insertEvents(tx: Tx, rows: ReturnType<typeof eventRow>[]): Promise<void> {
  const last = await tx.auditEvent.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
  await insertRows(tx, "AuditEvent", rows);
  const inserted = await tx.auditEvent.findMany({
    where: { id: { gt: last?.id ?? 0 } },
    select: TERM_COLUMNS,
  });
  await insertRows(tx, "EventTerm", eventTermRows(inserted));
}
