import type { z } from "zod";
import type { ActivityCode } from "#lib/contract/activities.ts";
import { EVENTS_MAX, type listEventsQuery } from "#lib/contract/events.ts";
import { database } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import type { Stretch } from "../paging.ts";
import { findIfSmall, hideIndex } from "../query-planning.ts";
import { idsAboutToken } from "./events-about-token.ts";

export type EventQuery = z.output<typeof listEventsQuery>;

/** The columns of an event for its view. */
export const EVENT_COLUMNS = { omit: { accountId: true, searchKey: true } } as const;

type EventRow = Prisma.AuditEventGetPayload<typeof EVENT_COLUMNS>;

/** The condition of a list; codes as the only condition are queried one by one. */
export type EventFilter = { matching: object; codes: ActivityCode[] };

/** The rows of a filter in a stretch of its list. */
export async function findFiltered(
  { matching, codes }: EventFilter,
  { where, orderBy, take }: Stretch,
): Promise<EventRow[]> {
  const find = (codes: ActivityCode[]) => {
    const one = codes.length === 1 ? codes[0] : undefined;
    return database().read.auditEvent.findMany({
      where: {
        ...(codes.length > 0 ? { activityCode: one ?? { in: codes } } : {}),
        AND: [matching, where],
      },
      ...EVENT_COLUMNS,
      orderBy,
      take: take ?? EVENTS_MAX,
    });
  };
  // Each code has its own index range; one query for all would sort the rows.
  const apart = take !== undefined && codes.length > 1;
  if (!apart) return find(codes);
  return merged(await Promise.all(codes.map((code) => find([code]))), orderBy, take);
}

/** The filter of a query without a search. */
export async function filterOf(accountId: string, query: EventQuery): Promise<EventFilter> {
  const { activity_code, initiator_id, target_id, target_token_id, since, until } = query;
  const given = [activity_code, initiator_id, target_id, target_token_id, since ?? until];
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

/** The events of the first condition of a query that has only a few, if one has. */
export async function fewFiltered(
  accountId: string,
  query: EventQuery,
): Promise<number[] | undefined> {
  const { activity_code: codes = [], initiator_id, target_id, target_token_id } = query;
  if (target_id !== undefined && target_token_id !== undefined) {
    return idsAboutToken(accountId, target_id, target_token_id);
  }
  const given: [Column, Value | undefined][] = [
    ["targetId", target_id],
    ["initiatorId", initiator_id],
    ["activityCode", codes.length > 0 ? { in: codes } : undefined],
  ];
  for (const [column, value] of given) {
    const ids = value === undefined ? undefined : await idsOfFew(accountId, column, value);
    if (ids !== undefined) return ids;
  }
  return undefined;
}

type Column = "targetId" | "initiatorId" | "activityCode";
type Value = string | { in: string[] };

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
