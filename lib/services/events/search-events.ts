import { setImmediate } from "node:timers/promises";
import type { ActivityCode } from "#lib/contract/activities.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { database } from "#lib/db/database.ts";
import { Prisma } from "#lib/db/generated/sqlite/client.ts";
import type { Start } from "../paging.ts";
import { termRange } from "../tokens/search-terms.ts";

/** A search among an account's events, with the other conditions that they must meet. */
export type EventSearch = {
  accountId: string;
  text: string;
  /** The users whose name or email matches: events by or about them are found too. */
  people: string[];
  codes: ActivityCode[];
  initiatorId: string | undefined;
  targetId: string | undefined;
  since: Date | undefined;
  until: Date | undefined;
  /** Only among these few events, if known. */
  ids: number[] | undefined;
};

type Page = Start & { take: number };
type Row = { id: number | bigint; timestamp: Date };

/** Up to this many matches are read and sorted. More are so dense that a walk fills a page soon. */
export const FEW_MATCHES = 5000;
/** Events of one statement of a walk: about 20 ms, during which SQLite blocks the process. */
export const WALKED = 20_000;

/**
 * The IDs of the next matching events in the order of time: among a few events from those, with
 * few matches from the indexes of terms and users, else by a walk along the events.
 */
export async function findMatching(search: EventSearch, page: Page): Promise<number[]> {
  const { read } = database();
  if (search.ids !== undefined) return idsOf(await readAmong(search, search.ids, page));
  const { matches, accounts } = await countMatches(search);
  if (matches > FEW_MATCHES) return idsOf(await walkThrough(search, page));
  const { codes, initiatorId, targetId } = search;
  // The sources contain times, but no other columns, and the terms of all accounts.
  const isPlain = accounts === 1n && codes.length === 0 && !initiatorId && !targetId;
  const own = Prisma.sql`(SELECT TRUE FROM "AuditEvent" WHERE "AuditEvent"."id" = "found"."id"
    AND ${ownConditions(search)}) IS NOT NULL`;
  const rows = await read.$queryRaw<Row[]>`
    SELECT "id", "timestamp" FROM (${Prisma.join(sourcesOf(search), " UNION ")}) AS "found"
    WHERE ${inRange(search)} AND ${rest(page)} AND ${isPlain ? TRUE : own}
    ${ordered(page)} LIMIT ${page.take}`;
  return idsOf(rows);
}

const TRUE = Prisma.sql`TRUE`;
const idsOf = (rows: Row[]) => rows.map(({ id }) => Number(id));

type Condition = Prisma.Sql | false;
const all = (...conditions: Condition[]) =>
  Prisma.join([TRUE, ...conditions.filter((one) => one !== false)], " AND ");

const among = (column: string, values: readonly (string | number)[]): Prisma.Sql =>
  values.length === 0
    ? Prisma.sql`FALSE`
    : Prisma.sql`${Prisma.raw(`"${column}"`)} IN (${Prisma.join([...values])})`;

function readAmong(search: EventSearch, ids: number[], page: Page): Promise<Row[]> {
  const conditions = all(ownConditions(search), rest(page), isMatch(search));
  // Next to IDs, SQLite would choose the account's index and scan all of its events.
  return database().read.$queryRaw<Row[]>`
    SELECT "id", "timestamp" FROM "AuditEvent"
    WHERE ${among("id", ids)} AND NOT (NOT (${conditions}))
    ${ordered(page)} LIMIT ${page.take}`;
}

/** The matches of each part of the search from its own index. */
function sourcesOf({ accountId, text, people }: EventSearch): Prisma.Sql[] {
  const { gte, lt } = termRange(nameKeyOf(text));
  const byTerm = Prisma.sql`
    SELECT "eventId" AS "id", "timestamp" FROM "EventTerm" WHERE "term" >= ${gte} AND "term" < ${lt}`;
  if (people.length === 0) return [byTerm];
  const byPeople = ["initiatorId", "targetId"].map(
    (column) => Prisma.sql`
      SELECT "id", "timestamp" FROM "AuditEvent"
      WHERE "accountId" = ${accountId} AND ${among(column, people)}`,
  );
  return [byTerm, ...byPeople];
}

/** The number of matches as far as it matters, and of accounts. */
async function countMatches(search: EventSearch): Promise<{ matches: bigint; accounts: bigint }> {
  const counts = sourcesOf(search).map(
    (source) => Prisma.sql`(SELECT COUNT(*) FROM (${source} LIMIT ${FEW_MATCHES + 1}) AS "some")`,
  );
  const [row] = await database().read.$queryRaw<[{ matches: bigint; accounts: bigint }]>`
    SELECT ${Prisma.join(counts, " + ")} AS "matches", (SELECT COUNT(*) FROM "Account") AS "accounts"`;
  return row;
}

/** Whether an event matches, in a form that is evaluated per event, never for all in advance. */
function isMatch({ text, people }: EventSearch): Prisma.Sql {
  const { gte, lt } = termRange(nameKeyOf(text));
  const byTerm = Prisma.sql`(SELECT "term" FROM "EventTerm" WHERE "eventId" = "AuditEvent"."id"
    AND "term" >= ${gte} AND "term" < ${lt} LIMIT 1) IS NOT NULL`;
  if (people.length === 0) return byTerm;
  const byPeople = ["initiatorId", "targetId"].map((column) => among(column, people));
  return Prisma.sql`(${Prisma.join([...byPeople, byTerm], " OR ")})`;
}

/** The conditions on an event besides the search. */
function ownConditions({ accountId, codes, initiatorId, targetId, ...range }: EventSearch) {
  return all(
    Prisma.sql`"accountId" = ${accountId}`,
    targetId !== undefined && Prisma.sql`"targetId" = ${targetId}`,
    initiatorId !== undefined && Prisma.sql`"initiatorId" = ${initiatorId}`,
    codes.length > 0 && among("activityCode", codes),
    inRange(range),
  );
}

const inRange = ({ since, until }: Pick<EventSearch, "since" | "until">) =>
  all(
    since !== undefined && Prisma.sql`"timestamp" >= ${since}`,
    until !== undefined && Prisma.sql`"timestamp" < ${until}`,
  );

/** The rows after the start of the page, in its direction. */
function rest({ direction, past }: Page): Prisma.Sql {
  if (past === undefined) return TRUE;
  const { time, id } = past;
  const sign = Prisma.raw(direction === "asc" ? ">" : "<");
  // The first condition lets the database start within the index.
  return Prisma.sql`"timestamp" ${sign}= ${time}
    AND ("timestamp" ${sign} ${time} OR "id" ${sign} ${id})`;
}

const ordered = ({ direction }: Page) => {
  const by = Prisma.raw(direction);
  return Prisma.sql`ORDER BY "timestamp" ${by}, "id" ${by}`;
};

/** Walks along the events in parts until the page is full or the events end. */
async function walkThrough(search: EventSearch, page: Page): Promise<Row[]> {
  const found: Row[] = [];
  let { past } = page;
  for (;;) {
    const part = { ...page, past, take: page.take - found.length };
    found.push(...(await walk(search, part)));
    if (found.length >= page.take) return found;
    const end = await endOfWalk(search, part);
    if (end === undefined) return found;
    past = { time: end.timestamp, id: Number(end.id) };
    // SQLite is synchronous: without a pause other requests would wait for the last part.
    await setImmediate();
  }
}

/** The matches of a part. The inner query is read only until the page is full. */
function walk(search: EventSearch, page: Page): Promise<Row[]> {
  const { codes, initiatorId, targetId } = search;
  const rare = all(
    initiatorId !== undefined && Prisma.sql`"initiatorId" = ${initiatorId}`,
    targetId !== undefined && Prisma.sql`"targetId" = ${targetId}`,
    codes.length > 0 && among("activityCode", codes),
    isMatch(search),
  );
  return database().read.$queryRaw<Row[]>`
    SELECT "id", "timestamp" FROM (
      SELECT "id", "timestamp", ${rare} AS "isFound" FROM "AuditEvent"
      WHERE ${walked(search, page)} ${ordered(page)} LIMIT ${WALKED}
    ) AS "walked" WHERE "isFound" LIMIT ${page.take}`;
}

/** The last event of a part; undefined if there are no more events after it. */
async function endOfWalk(search: EventSearch, page: Page): Promise<Row | undefined> {
  const [end] = await database().read.$queryRaw<Row[]>`
    SELECT "id", "timestamp" FROM "AuditEvent"
    WHERE ${walked(search, page)} ${ordered(page)} LIMIT 1 OFFSET ${WALKED - 1}`;
  return end;
}

/** The events of a walk: by one filter that has an index in the order of time. */
function walked({ accountId, codes, initiatorId, targetId, ...range }: EventSearch, page: Page) {
  const filters = {
    targetId,
    initiatorId,
    activityCode: codes.length === 1 ? codes[0] : undefined,
  };
  const [by] = Object.entries(filters).filter(([, value]) => value !== undefined);
  return all(
    Prisma.sql`"accountId" = ${accountId}`,
    by !== undefined && Prisma.sql`${Prisma.raw(`"${by[0]}"`)} = ${by[1]}`,
    inRange(range),
    rest(page),
  );
}
