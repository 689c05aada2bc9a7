import { isIP } from "node:net";
import type { Tx } from "#lib/db/database.ts";
import { number, text, time } from "#lib/db/prepared.ts";
import { preparedInsert } from "#lib/db/prepared-insert.ts";
import { wordsOf } from "../tokens/search-terms.ts";

/** The columns of an event that its terms need. */
export const TERM_COLUMNS = {
  ...{ id: true, searchKey: true },
  ...{ timestamp: true, activityCode: true, initiatorId: true },
} as const;

export const eventTermInsert = preparedInsert("EventTerm", {
  ...{ eventId: number, term: text, timestamp: time },
  ...{ activityCode: text, initiatorId: text },
});

type Keyed = {
  id: number;
  searchKey: string | null;
  timestamp: Date;
  activityCode: string;
  initiatorId: string;
};

/** The terms of an event, from its search key; a search finds it by any prefix of one. */
export function eventTermsOf(searchKey: string): string[] {
  const lines = searchKey.split("\n").filter(Boolean);
  // Nearly every event has an address, whose parts alone are not searched.
  return [...new Set(lines.flatMap((line) => (isIP(line) ? [line] : wordsOf(line))))];
}

/** The rows of these events' terms. */
export const eventTermRows = (events: Keyed[]) =>
  events.flatMap(({ id: eventId, searchKey, timestamp, activityCode, initiatorId }) =>
    eventTermsOf(searchKey ?? "").map((term) => {
      return { eventId, term, timestamp, activityCode, initiatorId };
    }),
  );

/** Stores the terms of new events, in the transaction that stores the events. */
export async function insertEventTerms(tx: Tx, events: Keyed[]): Promise<void> {
  await tx.insert(eventTermInsert, eventTermRows(events));
}
