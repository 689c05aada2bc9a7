import { z } from "zod";
import { text } from "#lib/contract/fields.ts";
import type { PageQuery } from "#lib/contract/paging.ts";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import { invalid } from "#lib/contract/problem.ts";

/** Rows of a list, with the cursors of the adjacent pages or null. */
export type Page<T> = { items: T[]; next: string | null; previous: string | null };

/** A sortable column. Rows without a value come last in both directions. */
export type SortColumn = { column: string; kind: "text" | "time"; nullable?: true };

/** The type of a row's ID: a string, or a number assigned by the database. */
type IdKind = "text" | "number";
const ID_MAX = 2 ** 31 - 1;

type Direction = "asc" | "desc";
type Order = Record<string, Direction>;
/** A position in the list: after (or, backwards, before) the row with this value and ID. */
type Place = { value: string | null; id: string; backwards: boolean };

/** One query for rows of a list, as arguments of the database client. */
export type Stretch = { where: object; orderBy: Order[]; take?: number };

/** Where a page of a list by time begins, for queries that the database client cannot express. */
export type Start = { direction: Direction; past: { time: Date; id: number } | undefined };

/** Reads a page of a list with as many queries as needed. */
export type Keyset = {
  /** The start of the page in a list by time with numbers as IDs. */
  start(): Start;
  /** The page, from the rows that `find` returns for consecutive ranges of the list. */
  readPage<T extends { id: string | number }>(
    find: (stretch: Stretch) => Promise<T[]>,
  ): Promise<Page<T>>;
};

const cursorParts = z.tuple([text, text.nullable(), text, z.boolean()]);

const wrongCursor = () => {
  const message = "cursor is not valid";
  return invalid("cursor", message);
};

/** Refuses cursors of another order: they contain the value of another column. */
function readCursor(cursor: string, order: string): Place {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw wrongCursor();
  }
  const read = cursorParts.safeParse(parts);
  if (!read.success || read.data[0] !== order) throw wrongCursor();
  const [, value, id, backwards] = read.data;
  return { value, id, backwards };
}

function cursorAt(
  row: object | undefined,
  { column }: SortColumn,
  order: string,
  backwards: boolean,
): string | null {
  if (row === undefined) return null;
  const { [column]: value, id } = row as Record<string, unknown>;
  const text = value instanceof Date ? value.toISOString() : (value ?? null);
  return Buffer.from(
    JSON.stringify([order, text === null ? null : String(text), String(id), backwards]),
  ).toString("base64url");
}

const opposite = (direction: Direction): Direction => (direction === "asc" ? "desc" : "asc");

/**
 * Reads a list in a stable order, even while it changes: a page starts after the last row of the
 * previous one, by value and then by ID. 422 for a cursor of another order.
 */
export function keyset<Name extends string>(
  { page_size, cursor, sort: asked }: PageQuery<Name>,
  columns: Record<Name, SortColumn>,
  preset: Name | `-${Name}`,
  idKind: IdKind = "text",
): Keyset {
  const sort = asked ?? preset;
  const forwards: Direction = sort.startsWith("-") ? "desc" : "asc";
  // The schema of the query allows only names of this list.
  const by = columns[sort.replace(/^-/, "") as Name];
  const size = page_size ?? (cursor === undefined ? undefined : PAGE_SIZE.preset);
  const order = `${by.column} ${forwards}`;
  const place = cursor === undefined ? undefined : readCursor(cursor, order);
  const backwards = place?.backwards ?? false;
  const direction = backwards ? opposite(forwards) : forwards;
  const take = size === undefined ? undefined : size + 1;
  const orderBy = orderOf(by, direction);
  const conditions = stretches(place, by, direction, idKind);
  return {
    start() {
      if (place === undefined) return { direction, past: undefined };
      return { direction, past: { time: instant(place.value ?? ""), id: wholeNumber(place.id) } };
    },
    async readPage(find) {
      const rows = await readThrough(conditions, orderBy, take, find);
      const more = size !== undefined && rows.length > size;
      const found = more ? rows.slice(0, size) : rows;
      const items = backwards ? found.toReversed() : found;
      const hasNext = backwards || more;
      const hasPrevious = backwards ? more : place !== undefined;
      return {
        items,
        next: hasNext ? cursorAt(items.at(-1), by, order, false) : null,
        previous: hasPrevious ? cursorAt(items.at(0), by, order, true) : null,
      };
    },
  };
}

/** Reads consecutive ranges until there are enough rows; each row once. */
async function readThrough<T extends { id: string | number }>(
  conditions: object[],
  orderBy: Order[],
  take: number | undefined,
  find: (stretch: Stretch) => Promise<T[]>,
): Promise<T[]> {
  const rows = new Map<string | number, T>();
  for (const where of conditions) {
    const left = take === undefined ? {} : { take: take - rows.size };
    if (left.take === 0) break;
    // A row that gets its value between two queries is in both ranges.
    for (const row of await find({ where, orderBy, ...left })) rows.set(row.id, row);
  }
  return [...rows.values()];
}

function orderOf({ column }: SortColumn, direction: Direction): Order[] {
  return [{ [column]: direction }, { id: direction }];
}

function wholeNumber(id: string): number {
  const number = Number(id);
  if (!Number.isInteger(number) || number < 0 || number > ID_MAX) throw wrongCursor();
  return number;
}

/** PostgreSQL has no year before 1, and neither database uses this form for years after 9999. */
function instant(value: string): Date {
  const read = new Date(value);
  if (Number.isNaN(read.getTime()) || !/^(?!0000)\d{4}-/.test(value)) throw wrongCursor();
  return read;
}

/**
 * The conditions for the rows after a position, or for the whole list, in reading order. Rows
 * without a value are a separate range: no index has them last in both directions.
 */
function stretches(
  place: Place | undefined,
  by: SortColumn,
  direction: Direction,
  idKind: IdKind,
): object[] {
  const { column, nullable } = by;
  const withValue = { [column]: { not: null } };
  const without = { [column]: null };
  if (place === undefined) return nullable ? [withValue, without] : [{}];
  const rest = beyond(place, by, direction, idKind);
  const { value, backwards } = place;
  const otherFollows = nullable && backwards === (value === null);
  return otherFollows ? [rest, backwards ? withValue : without] : [rest];
}

/** The rows after a position within its range, in the reading direction. */
function beyond(
  { value, id }: Place,
  { column, kind, nullable }: SortColumn,
  direction: Direction,
  idKind: IdKind,
): object {
  const [past, from] = direction === "asc" ? ["gt", "gte"] : ["lt", "lte"];
  const pastId = { id: { [past]: idKind === "number" ? wholeNumber(id) : id } };
  if (value === null) {
    if (!nullable) throw wrongCursor();
    return { [column]: null, ...pastId };
  }
  const bound = kind === "time" ? instant(value) : value;
  // The second condition implies the first, which lets the database start within the index.
  return {
    AND: [{ [column]: { [from]: bound } }, { OR: [{ [column]: { [past]: bound } }, pastId] }],
  };
}
