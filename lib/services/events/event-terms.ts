import { isIP } from "node:net";
import type { Tx } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { wordsOf } from "../tokens/search-terms.ts";

type Keyed = { id: number; timestamp: Date; searchKey: string | null };

/** Rows of one statement: with three parameters each, far from every limit. */
const ROWS = 1000;

/** The terms of an event, from its search key; a search finds it by any prefix of one. */
export function eventTermsOf(searchKey: string): string[] {
  const lines = searchKey.split("\n").filter(Boolean);
  // Nearly every event has an address, whose parts alone are not searched.
  return [...new Set(lines.flatMap((line) => (isIP(line) ? [line] : wordsOf(line))))];
}

/** The rows of these events' terms. */
export const eventTermRows = (events: Keyed[]) =>
  events.flatMap(({ id: eventId, timestamp, searchKey }) =>
    eventTermsOf(searchKey ?? "").map((term) => ({ eventId, term, timestamp })),
  );

/** Stores the terms of new events, in the transaction that stores the events. */
export async function insertEventTerms(tx: Tx, events: Keyed[]): Promise<void> {
  const rows = eventTermRows(events).map(
    ({ eventId, term, timestamp }) => Prisma.sql`(${eventId}, ${term}, ${timestamp})`,
  );
  // The client's own insert of many rows takes several times as long.
  for (let from = 0; from < rows.length; from += ROWS) {
    await tx.$executeRaw`
      INSERT INTO "EventTerm" ("eventId", "term", "timestamp")
      VALUES ${Prisma.join(rows.slice(from, from + ROWS))}`;
  }
}
