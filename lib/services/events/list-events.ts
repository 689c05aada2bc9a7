import { setImmediate } from "node:timers/promises";
import { EVENTS_MAX } from "#lib/contract/events.ts";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import type { EventView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { keyset, type Page, type Start, type Stretch } from "../paging.ts";
import { assertCanBegin } from "../policy.ts";
import {
  EVENT_COLUMNS,
  type EventFilter,
  type EventQuery,
  fewFiltered,
  filterOf,
  findFiltered,
} from "./filter-events.ts";
import { peopleMatching, withTargetNames } from "./name-lookup.ts";
import { type EventSearch, findMatching } from "./search-events.ts";

/** Audit events, newest first (contract 2.12); at most 10 000 without paging. */
export async function listEvents(actor: Actor, query: EventQuery = {}): Promise<Page<EventView>> {
  assertCanBegin(actor, "events.list");
  return readEvents(actor.accountId, query, await conditionsOf(actor.accountId, query));
}

/**
 * All matching events, page by page, as fast as the consumer reads them. Refusals, also of too
 * broad a search, come before the first page, and the users found are fixed then.
 */
export async function eventPages(
  actor: Actor,
  query: Omit<EventQuery, "page_size" | "cursor">,
): Promise<AsyncIterable<EventView[]>> {
  assertCanBegin(actor, "events.list");
  return pagesOf(actor.accountId, query, await conditionsOf(actor.accountId, query));
}

async function* pagesOf(
  accountId: string,
  query: EventQuery,
  conditions: Conditions,
): AsyncGenerator<EventView[]> {
  let cursor: string | undefined;
  // A small first page: the answer begins as soon as it is there.
  let page_size: number = PAGE_SIZE.preset;
  do {
    const { items, next } = await readEvents(
      accountId,
      { ...query, page_size, cursor },
      conditions,
    );
    yield items;
    cursor = next ?? undefined;
    page_size = PAGE_SIZE.max;
    // SQLite is synchronous: without a pause other requests would wait for the last page.
    await setImmediate();
  } while (cursor !== undefined);
}

/** Every filter has an index in this order. */
const ORDER = { timestamp: { column: "timestamp", kind: "time" } } as const;

async function readEvents(
  accountId: string,
  query: EventQuery,
  conditions: Conditions,
): Promise<Page<EventView>> {
  const list = keyset(query, ORDER, "-timestamp", "number");
  const { items, ...pages } = await list.readPage((stretch) =>
    "search" in conditions
      ? findSearched(conditions.search, list.start(), stretch)
      : findFiltered(conditions.filter, stretch),
  );
  return { items: await withTargetNames(database().read, accountId, items), ...pages };
}

async function findSearched(
  search: EventSearch,
  start: Start,
  { orderBy, take = EVENTS_MAX }: Stretch,
) {
  const ids = await findMatching(search, { ...start, take });
  return database().read.auditEvent.findMany({
    where: { id: { in: ids } },
    ...EVENT_COLUMNS,
    orderBy,
  });
}

type Conditions = { filter: EventFilter } | { search: EventSearch };

async function conditionsOf(accountId: string, query: EventQuery): Promise<Conditions> {
  const { search: text } = query;
  const people = await peopleMatching(database().read, accountId, text);
  if (text === undefined || people === undefined)
    return { filter: await filterOf(accountId, query) };
  const { activity_code: codes = [], initiator_id, target_id, since, until } = query;
  const filters = { codes, initiatorId: initiator_id, targetId: target_id, since, until };
  const ids = await fewFiltered(accountId, query);
  return { search: { accountId, text, people, ids, ...filters } };
}
