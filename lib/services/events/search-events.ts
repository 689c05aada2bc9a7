import { ACTIVITIES, type ActivityCode } from "#lib/contract/activities.ts";
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

/** Up to this many matches are read and sorted. More are mostly so dense that a walk is faster. */
export const FEW_MATCHES = 5000;
/** Most events of a walk, about 20 ms, and how many for each wanted one. */
export const WALKED = 20_000;
const WALKED_FOR_ONE = 100;

/**
 * The IDs of the next matching events in the order of time: among a few events from those, with
 * few matches from the indexes of terms and users, else by a walk along the events. Matches that
 * are many and yet far from the start of the page are read and sorted, too.
 */
export async function findMatching(search: EventSearch, page: Page): Promise<number[]> {
  if (search.ids !== undefined) return idsOf(await readAmong(search, search.ids, page));
  const { matches, isAlone } = await countMatches(search);
  if (matches > FEW_MATCHES) {
    const found = await walk(search, page);
    if (found.length >= page.take) return idsOf(found);
  }
  return idsOf(await readMatches(search, isAlone, page));
}

/** All matches from the indexes, sorted. */
function readMatches(search: EventSearch, isAlone: boolean, page: Page): Promise<Row[]> {
  const { codes, initiatorId, targetId } = search;
  // The terms contain no other columns than a code and an initiator, each with an index of its own.
  const isCovered = !targetId && (!initiatorId || codes.length === 0);
  const own = Prisma.sql`(SELECT TRUE FROM "AuditEvent" WHERE "AuditEvent"."id" = "found"."id"
    AND ${ownConditions(search)}) IS NOT NULL`;
  return database().read.$queryRaw<Row[]>`
    SELECT "id", "timestamp" FROM (${Prisma.join(sourcesOf(search), " UNION ")}) AS "found"
    WHERE ${inRange(search)} AND ${rest(page)} AND ${isAlone && isCovered ? TRUE : own}
    ${ordered(page)} LIMIT ${page.take}`;
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

/** By or about one of these users: there may be a thousand of them. */
const concerns = (column: "initiatorId" | "targetId", people: readonly string[]) =>
  database().isOneOf(Prisma.raw(`"${column}"`), people);

const PERSON_COLUMNS = ["initiatorId", "targetId"] as const;

function readAmong(search: EventSearch, ids: number[], page: Page): Promise<Row[]> {
  const conditions = all(ownConditions(search), rest(page), isMatch(search));
  // Next to IDs, SQLite would choose the account's index and scan all of its events.
  return database().read.$queryRaw<Row[]>`
    SELECT "id", "timestamp" FROM "AuditEvent"
    WHERE ${among("id", ids)} AND NOT (NOT (${conditions}))
    ${ordered(page)} LIMIT ${page.take}`;
}

/** The matches of each part of the search from its own index, with the filters that it contains. */
function sourcesOf({
  accountId,
  text,
  people,
  codes,
  initiatorId,
}: EventSearch): [Prisma.Sql, ...Prisma.Sql[]] {
  const { gte, lt } = termRange(nameKeyOf(text));
  const filtered =
    initiatorId === undefined ? codesAmong(codes) : Prisma.sql`"initiatorId" = ${initiatorId}`;
  const byTerm = Prisma.sql`
    SELECT "eventId" AS "id", "timestamp" FROM "EventTerm"
    WHERE ${filtered} AND "term" >= ${gte} AND "term" < ${lt}`;
  if (people.length === 0) return [byTerm];
  const filters = all(
    // Hidden from SQLite, which would else scan all events of the initiator.
    initiatorId !== undefined && Prisma.sql`NOT (NOT ("initiatorId" = ${initiatorId}))`,
    codes.length > 0 && among("activityCode", codes),
  );
  const byPeople = PERSON_COLUMNS.map(
    (column) => Prisma.sql`
      SELECT "id", "timestamp" FROM "AuditEvent"
      WHERE "accountId" = ${accountId} AND ${concerns(column, people)} AND ${filters}`,
  );
  return [byTerm, ...byPeople];
}

/** Every code is one of a list: the index of terms begins with it. */
const EVERY_CODE = Object.keys(ACTIVITIES);

const codesAmong = (codes: ActivityCode[]) =>
  among("activityCode", codes.length > 0 ? codes : EVERY_CODE);

/** The number of matches as far as it matters, and whether there are events of this account only. */
async function countMatches(search: EventSearch): Promise<{ matches: number; isAlone: boolean }> {
  const { accountId } = search;
  const [byTerm, ...byPeople] = sourcesOf(search);
  // Each from the index: events of a deleted account remain for a while.
  const others = ["<", ">"].map(
    (sign) => Prisma.sql`
      SELECT 1 FROM "AuditEvent" WHERE "accountId" ${Prisma.raw(sign)} ${accountId} LIMIT 1`,
  );
  const [found] = await database().read.$queryRaw<[{ terms: bigint; others: bigint }]>`
    SELECT ${counted([byTerm])} AS "terms", ${counted(others)} AS "others"`;
  const isAlone = found.others === 0n;
  if (found.terms > FEW_MATCHES || byPeople.length === 0) {
    return { matches: Number(found.terms), isAlone };
  }
  const [{ people }] = await database().read.$queryRaw<[{ people: bigint }]>`
    SELECT ${counted(byPeople)} AS "people"`;
  return { matches: Number(found.terms + people), isAlone };
}

/** The number of rows of these sources, each as far as it matters. */
const counted = (sources: Prisma.Sql[]) =>
  Prisma.join(
    sources.map(
      (source) =>
        Prisma.sql`(SELECT COUNT(*) FROM (SELECT * FROM (${source}) AS "all" LIMIT ${FEW_MATCHES + 1}) AS "some")`,
    ),
    " + ",
  );

/** Whether an event matches, in a form that is evaluated per event, never for all in advance. */
function isMatch({ text, people }: EventSearch): Prisma.Sql {
  const { gte, lt } = termRange(nameKeyOf(text));
  const byTerm = Prisma.sql`(SELECT "term" FROM "EventTerm" WHERE "eventId" = "AuditEvent"."id"
    AND "term" >= ${gte} AND "term" < ${lt} LIMIT 1) IS NOT NULL`;
  if (people.length === 0) return byTerm;
  const byPeople = PERSON_COLUMNS.map((column) => concerns(column, people));
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

/** The first matches among the next events. The inner query is read only until the page is full. */
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
      WHERE ${walked(search, page)} ${ordered(page)} LIMIT ${Math.min(WALKED, WALKED_FOR_ONE * page.take)}
    ) AS "walked" WHERE "isFound" LIMIT ${page.take}`;
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
