import { setImmediate } from "node:timers/promises";
import type { z } from "zod";
import type { ActivityCode } from "#lib/contract/activities.ts";
import { EVENTS_MAX, type listEventsQuery } from "#lib/contract/events.ts";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import type { EventView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { AS_WRITTEN, keyset, type Page } from "../paging.ts";
import { assertCanBegin } from "../policy.ts";
import { peopleMatching, withTargetNames } from "./people.ts";

type Query = z.output<typeof listEventsQuery>;

/** Audit events, newest first (contract 2.12); at most 10 000 where no page is asked for. */
export async function listEvents(actor: Actor, query: Query = {}): Promise<Page<EventView>> {
  assertCanBegin(actor, "events.list");
  return readEvents(actor.accountId, query, await conditionsOf(actor.accountId, query));
}

/**
 * All matching events, page by page and only as fast as they are taken. Refuses before the first,
 * too wide a search as well; whom that finds is decided there, once for all pages.
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
  matching: object,
): AsyncGenerator<EventView[]> {
  let cursor: string | undefined;
  do {
    const page = { ...query, page_size: PAGE_SIZE.max, cursor };
    const { items, next } = await readEvents(accountId, page, matching);
    yield items;
    cursor = next ?? undefined;
    // SQLite answers at once: without a pause other requests would wait for the last page.
    await setImmediate();
  } while (cursor !== undefined);
}

/**
 * What is asked by code, initiator or target is read in the order of writing, the rest by time:
 * so each has its index. The two orders are the same unless a clock was set back.
 */
function orderOf({ activity_code, initiator_id, target_id, since, until }: Query) {
  const oneIndex = [activity_code, initiator_id, target_id].some((value) => value !== undefined);
  const inRange = since !== undefined || until !== undefined;
  return oneIndex && !inRange ? AS_WRITTEN : ({ column: "timestamp", kind: "time" } as const);
}

async function readEvents(
  accountId: string,
  query: Query,
  matching: object,
): Promise<Page<EventView>> {
  const { read } = database();
  const order = orderOf(query);
  const list = keyset(query, { timestamp: order }, "-timestamp", "number");
  const { activity_code: codes = [] } = query;
  const { items, ...pages } = await list.readPage(async ({ where, orderBy, take }) => {
    const find = (codes: ActivityCode[]) =>
      read.auditEvent.findMany({
        where: {
          accountId,
          ...(codes.length > 0 ? { activityCode: { in: codes } } : {}),
          AND: [matching, where],
        },
        omit: { accountId: true },
        orderBy,
        take: take ?? EVENTS_MAX,
      });
    // Each code has its own stretch of the index; asked for together, they would all be sorted.
    const apart = order === AS_WRITTEN && take !== undefined && codes.length > 1;
    if (!apart) return find(codes);
    return merged(await Promise.all(codes.map((code) => find([code]))), orderBy, take);
  });
  return { items: await withTargetNames(read, accountId, items), ...pages };
}

/** Whom it concerns and when it was; the codes are asked for apart. */
async function conditionsOf(accountId: string, query: Query) {
  const { initiator_id, target_id, since, until, search } = query;
  const people = await peopleMatching(database().read, accountId, search);
  return {
    ...(initiator_id === undefined ? {} : { initiatorId: initiator_id }),
    ...(target_id === undefined ? {} : { targetId: target_id }),
    ...(since || until
      ? { timestamp: { ...(since ? { gte: since } : {}), ...(until ? { lt: until } : {}) } }
      : {}),
    ...(people ? { OR: [{ initiatorId: { in: people } }, { targetId: { in: people } }] } : {}),
  };
}

function merged<Row extends { id: number }>(
  lists: Row[][],
  orderBy: object[],
  take: number,
): Row[] {
  const descending = Object.values(orderBy[0] ?? {})[0] === "desc";
  const rows = lists.flat().sort((a, b) => (descending ? b.id - a.id : a.id - b.id));
  return rows.slice(0, take);
}
