import { auditEvent } from "#lib/contract/events.ts";
import type { eventsOperations } from "#lib/contract/operations/events.ts";
import type { roostEventsOperations } from "#lib/contract/operations/roost.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { toWireEvent } from "#lib/contract/to-wire.ts";
import type { EventView } from "#lib/contract/views.ts";
import type { Actor } from "#lib/services/context.ts";
import { eventsByDay } from "#lib/services/events/events-by-day.ts";
import { eventPages, listEvents } from "#lib/services/events/list-events.ts";
import type { ApiRequest } from "../api-request.ts";
import { columnsOf, exportFile } from "../export-file.ts";
import type { Handlers } from "../handler.ts";
import { linkToPages } from "../link.ts";
import { reply } from "../reply.ts";

type Asked = {
  actor: Actor;
  query: OperationInput<"events.list">["query"];
  url: Pick<ApiRequest, "pathname" | "search">;
};

async function list({ actor, query, url }: Asked) {
  const { items, ...pages } = await listEvents(actor, query);
  return reply(items.map(toWireEvent), linkToPages(url, pages));
}

type WireEvent = ReturnType<typeof toWireEvent>;

const COLUMNS = columnsOf(auditEvent);

async function* onTheWire(pages: AsyncIterable<EventView[]>): AsyncGenerator<WireEvent[]> {
  for await (const page of pages) yield page.map(toWireEvent);
}

async function byDay({ actor, query: { days } }: { actor: Actor; query: { days: number } }) {
  return { days, by_day: await eventsByDay(actor, days) };
}

type Export = { actor: Actor; query: OperationInput<"events.export">["query"] };

async function exportAll({ actor, query }: Export) {
  const { format, bom, ...asked } = query;
  const rows = onTheWire(await eventPages(actor, asked));
  return exportFile({ name: "audit-events", format, bom: bom === "1", columns: COLUMNS, rows });
}

export const eventsHandlers: Handlers<keyof typeof eventsOperations> = {
  "events.list": { run: list },
  "events.listAtOldPath": { run: list },
  "events.daily": { run: byDay },
  "events.export": { run: exportAll },
};

/** The same at the paths that are Roost's own. */
export const roostEventsHandlers: Handlers<keyof typeof roostEventsOperations> = {
  "roost.events.list": { run: list },
  "roost.events.daily": { run: byDay },
  "roost.events.export": { run: exportAll },
};
