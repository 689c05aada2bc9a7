import { setImmediate } from "node:timers/promises";
import type { z } from "zod";
import type { ActivityCode } from "#lib/contract/activities.ts";
import { EVENTS_MAX, type listEventsQuery } from "#lib/contract/events.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import type { EventView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { containing } from "../containing.ts";
import type { Actor } from "../context.ts";
import { keyset, type Page } from "../paging.ts";
import { assertCanBegin } from "../policy.ts";
import { findIfSmall, hideIndex, SMALL_RESULT } from "../query-planning.ts";
import { idsAboutToken } from "./events-about-token.ts";
import { peopleMatching, withTargetNames } from "./name-lookup.ts";

type Query = z.output<typeof listEventsQuery>;

/** Audit events, newest first (contract 2.12); at most 10 000 without paging. */
export async function listEvents(actor: Actor, query: Query = {}): Promise<Page<EventView>> {
  assertCanBegin(actor, "events.list");
  return readEvents(actor.accountId, query, await conditionsOf(actor.accountId, query));
}

/**
 * All matching events, page by page, as fast as the consumer reads them. Refusals, also of too
 * broad a search, come before the first page, and the users found are fixed then.
 */
export async function eventPages(
  actor: Actor,
  query: Omit<Query, "page_size" | "cursor">,
): Promise<AsyncIterable<EventView[]>> {
  assertCanBegin(actor, "events.list");
  return pagesOf(actor.accountId, query, await conditionsOf(actor.accountId, query));
}

async function* pagesOf(
  accountId: string,
  query: Query,
  conditions: Conditions,
): AsyncGenerator<EventView[]> {
  let cursor: string | undefined;
  // A small first page: the answer begins as soon as it is there.
  let page_size: number = PAGE_SIZE.preset;
  do {
    const page = { ...query, page_size, cursor };
    const { items, next } = await readEvents(accountId, page, conditions);
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
  query: Query,
  { matching, codes }: Conditions,
): Promise<Page<EventView>> {
  const { read } = database();
  const list = keyset(query, ORDER, "-timestamp", "number");
  const { items, ...pages } = await list.readPage(async ({ where, orderBy, take }) => {
    const find = (codes: ActivityCode[]) => {
      const one = codes.length === 1 ? codes[0] : undefined;
      return read.auditEvent.findMany({
        where: {
          ...(codes.length > 0 ? { activityCode: one ?? { in: codes } } : {}),
          AND: [matching, where],
        },
        omit: { accountId: true, searchKey: true },
        orderBy,
        take: take ?? EVENTS_MAX,
      });
    };
    // Each code has its own index range; one query for all would sort the rows.
    const apart = take !== undefined && codes.length > 1;
    if (!apart) return find(codes);
    return merged(await Promise.all(codes.map((code) => find([code]))), orderBy, take);
  });
  return { items: await withTargetNames(read, accountId, items), ...pages };
}

/** The conditions of a query; codes as the only condition are queried one by one. */
async function conditionsOf(accountId: string, query: Query) {
  const { activity_code, initiator_id, target_id, target_token_id, since, until, search } = query;
  const people = await peopleMatching(database().read, accountId, search);
  const given = [activity_code, initiator_id, target_id, target_token_id, people, since ?? until];
  // A single condition has an index in the list's order. With several, the database cannot know
  // which is the most selective.
  const alone = given.filter((value) => value !== undefined).length === 1;
  const by = async (column: Column, value: Value | undefined) => {
    if (value === undefined) return {};
    return alone ? { [column]: value } : quickest(accountId, column, value);
  };
  const codes = activity_code ?? [];
  const parts = await Promise.all([
    by("activityCode", alone || codes.length === 0 ? undefined : { in: codes }),
    by("initiatorId", initiator_id),
    target_id !== undefined && target_token_id !== undefined
      ? { id: { in: await idsAboutToken(accountId, target_id, target_token_id) } }
      : by("targetId", target_id),
    people === undefined ? {} : searched(accountId, people, query),
  ]);
  // Next to IDs, SQLite would choose the account's index and scan all of its events.
  const byIds = parts.some((part) => "id" in part);
  const matching = {
    ...(since || until
      ? { timestamp: { ...(since ? { gte: since } : {}), ...(until ? { lt: until } : {}) } }
      : {}),
    AND: [byIds ? hideIndex({ accountId }) : { accountId }, ...parts],
  };
  return { matching, codes: alone ? codes : [] };
}

/** Events of these users, and the latest events whose names or address contain the search. */
async function searched(accountId: string, people: string[], query: Query): Promise<object> {
  const parts = [await ofPeople(accountId, people), await ofText(accountId, query)];
  const ids = parts.map(idsIn);
  // The text condition alone is bounded by its range; combined with users it would scan all events.
  if (ids[0]?.length === 0) return parts[1] ?? {};
  if (!ids.includes(undefined)) return { id: { in: [...new Set(ids.flat())] } };
  return hideIndex({ OR: parts });
}

const idsIn = (part: object): number[] | undefined =>
  "id" in part ? (part.id as { in: number[] }).in : undefined;

/** Number of events before the end of the range that are searched for text, which has no index. */
export const SEARCHED_EVENTS = 20_000;

async function ofText(accountId: string, { search = "", since, until }: Query): Promise<object> {
  const { read } = database();
  const range = { ...(since ? { gte: since } : {}), ...(until ? { lt: until } : {}) };
  const newestFirst = [{ timestamp: "desc" as const }, { id: "desc" as const }];
  const [oldest] = await read.auditEvent.findMany({
    where: { accountId, timestamp: range },
    select: { timestamp: true },
    orderBy: newestFirst,
    skip: SEARCHED_EVENTS,
    take: 1,
  });
  const text = {
    searchKey: containing(nameKeyOf(search)),
    timestamp: { ...range, ...(oldest ? { gt: oldest.timestamp } : {}) },
  };
  const found = await read.auditEvent.findMany({
    where: { accountId, ...text },
    select: { id: true },
    orderBy: newestFirst,
    take: SMALL_RESULT + 1,
  });
  return found.length > SMALL_RESULT ? text : { id: { in: found.map(({ id }) => id) } };
}

const SIDES = ["initiatorId", "targetId"] as const;
type Column = (typeof SIDES)[number] | "activityCode";
type Value = string | { in: string[] };
type Conditions = Awaited<ReturnType<typeof conditionsOf>>;

/** The events by or about one of these users. */
async function ofPeople(accountId: string, people: string[]): Promise<object> {
  const conditions = SIDES.map((column) => ({ [column]: { in: people } }));
  // Every user has at least the event of their creation.
  if (people.length > SMALL_RESULT) return hideIndex({ OR: conditions });
  const few = await Promise.all(SIDES.map((column) => idsOfFew(accountId, column, { in: people })));
  const ids = few.flatMap((found) => found ?? []);
  return few.includes(undefined) ? hideIndex({ OR: conditions }) : { id: { in: ids } };
}

/** The condition that a column has a value: as IDs if the events are few. */
async function quickest(accountId: string, column: Column, value: Value): Promise<object> {
  const ids = await idsOfFew(accountId, column, value);
  return ids === undefined ? hideIndex({ [column]: value }) : { id: { in: ids } };
}

async function idsOfFew(accountId: string, column: Column, value: Value) {
  const few = await findIfSmall((stretch) =>
    database().read.auditEvent.findMany({
      where: { accountId, [column]: value },
      select: { id: true },
      orderBy: [{ [column]: "asc" }, { timestamp: "asc" }, { id: "asc" }],
      ...stretch,
    }),
  );
  return few?.map(({ id }) => id);
}

function merged<Row extends { id: number; timestamp: Date }>(
  lists: Row[][],
  orderBy: object[],
  take: number,
): Row[] {
  const sign = Object.values(orderBy[0] ?? {})[0] === "desc" ? -1 : 1;
  const rows = lists
    .flat()
    .sort((a, b) => sign * (a.timestamp.getTime() - b.timestamp.getTime() || a.id - b.id));
  return rows.slice(0, take);
}
