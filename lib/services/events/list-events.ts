import type { z } from "zod";
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
  return readEvents(actor.accountId, query);
}

/** All matching events, page by page and only as fast as they are taken. Refuses before the first. */
export function eventPages(
  actor: Actor,
  query: Omit<Query, "page_size" | "cursor">,
): AsyncIterable<EventView[]> {
  assertCanBegin(actor, "events.list");
  return pagesOf(actor.accountId, query);
}

async function* pagesOf(accountId: string, query: Query): AsyncGenerator<EventView[]> {
  let cursor: string | undefined;
  do {
    const page_size = PAGE_SIZE.max;
    const { items, next } = await readEvents(accountId, { ...query, page_size, cursor });
    yield items;
    cursor = next ?? undefined;
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

async function readEvents(accountId: string, query: Query): Promise<Page<EventView>> {
  const { activity_code = [], initiator_id, target_id, since, until, search } = query;
  const { read } = database();
  const list = keyset(query, { timestamp: orderOf(query) }, "-timestamp", "number");
  const people = await peopleMatching(read, accountId, search);
  const rows = await read.auditEvent.findMany({
    where: {
      accountId,
      ...(activity_code.length > 0 ? { activityCode: { in: activity_code } } : {}),
      ...(initiator_id === undefined ? {} : { initiatorId: initiator_id }),
      ...(target_id === undefined ? {} : { targetId: target_id }),
      ...(since || until
        ? { timestamp: { ...(since ? { gte: since } : {}), ...(until ? { lt: until } : {}) } }
        : {}),
      AND: [
        people ? { OR: [{ initiatorId: { in: people } }, { targetId: { in: people } }] } : {},
        list.where,
      ],
    },
    omit: { accountId: true },
    orderBy: list.orderBy,
    take: list.take ?? EVENTS_MAX,
  });
  const { items, ...pages } = list.pageOf(rows);
  return { items: await withTargetNames(read, accountId, items), ...pages };
}
