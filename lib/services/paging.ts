import { z } from "zod";
import { text } from "#lib/contract/fields.ts";
import type { PageQuery } from "#lib/contract/paging.ts";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import { Problem } from "#lib/contract/problem.ts";

/** Some rows of a list, with the cursors of the pages around them; null where there is none. */
export type Page<T> = { items: T[]; next: string | null; previous: string | null };

/** A column that a list can be ordered by. Rows without a value come last in both directions. */
export type SortColumn = { column: string; kind: "text" | "time"; nullable?: true };

/** The order in which numbered rows were written: by their id alone. */
export const AS_WRITTEN = { column: "id", kind: "text" } as const satisfies SortColumn;

/** What identifies a row: a text, or the number that the database gave it. */
type IdKind = "text" | "number";
const ID_MAX = 2 ** 31 - 1;

type Direction = "asc" | "desc";
type Order = Record<string, Direction | { sort: Direction; nulls: "first" | "last" }>;
/** A place between two rows: behind the row (or, backwards, before it) with this value and id. */
type Place = { value: string | null; id: string; backwards: boolean };

/** A list's order and beginning, in the words of the database. */
export type Keyset = {
  where: object;
  orderBy: Order[];
  take: number | undefined;
  /** The rows of one query, one more than asked for, as a page. */
  pageOf<T extends object>(rows: T[]): Page<T>;
};

const cursorParts = z.tuple([text, text.nullable(), text, z.boolean()]);

const wrongCursor = () => {
  const message = "cursor is not valid";
  return new Problem("validation_failed", message, { errors: [{ path: "cursor", message }] });
};

/** A cursor is of one order: another column's value would lead anywhere. */
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
  const told = value instanceof Date ? value.toISOString() : (value ?? null);
  return Buffer.from(
    JSON.stringify([order, told === null ? null : String(told), String(id), backwards]),
  ).toString("base64url");
}

const opposite = (direction: Direction): Direction => (direction === "asc" ? "desc" : "asc");

/**
 * Reads a list in an order that stays the same however it grows: a page starts after the last
 * row of the one before it, by value and then by id. 422 for a cursor of another order.
 */
export function keyset<Name extends string>(
  { page_size, cursor, sort: asked }: PageQuery<Name>,
  columns: Record<Name, SortColumn>,
  preset: Name | `-${Name}`,
  idKind: IdKind = "text",
): Keyset {
  const sort = asked ?? preset;
  const forwards: Direction = sort.startsWith("-") ? "desc" : "asc";
  // The schema of the query lets only names of this list through.
  const by = columns[sort.replace(/^-/, "") as Name];
  const size = page_size ?? (cursor === undefined ? undefined : PAGE_SIZE.preset);
  const order = `${by.column} ${forwards}`;
  const place = cursor === undefined ? undefined : readCursor(cursor, order);
  const backwards = place?.backwards ?? false;
  const direction = backwards ? opposite(forwards) : forwards;
  return {
    where: place === undefined ? {} : beyond(place, by, direction, idKind),
    orderBy: orderOf(by, direction, backwards),
    take: size === undefined ? undefined : size + 1,
    pageOf(rows) {
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

function orderOf(by: SortColumn, direction: Direction, backwards: boolean): Order[] {
  if (by.column === AS_WRITTEN.column) return [{ id: direction }];
  const nulls = backwards ? "first" : "last";
  return [{ [by.column]: by.nullable ? { sort: direction, nulls } : direction }, { id: direction }];
}

function wholeNumber(id: string): number {
  const number = Number(id);
  if (!Number.isInteger(number) || number < 0 || number > ID_MAX) throw wrongCursor();
  return number;
}

/** PostgreSQL knows no year before 1, and neither writes one after 9999 in this form. */
function instant(value: string): Date {
  const read = new Date(value);
  if (Number.isNaN(read.getTime()) || !/^(?!0000)\d{4}-/.test(value)) throw wrongCursor();
  return read;
}

/** The rows beyond a place, in the direction in which they are read. */
function beyond(
  { value, id, backwards }: Place,
  { column, kind, nullable }: SortColumn,
  direction: Direction,
  idKind: IdKind,
): object {
  const [past, from] = direction === "asc" ? ["gt", "gte"] : ["lt", "lte"];
  const pastId = { id: { [past]: idKind === "number" ? wholeNumber(id) : id } };
  if (column === AS_WRITTEN.column) return pastId;
  if (value === null) {
    if (!nullable) throw wrongCursor();
    const amongNulls = { [column]: null, ...pastId };
    return backwards ? { OR: [amongNulls, { [column]: { not: null } }] } : amongNulls;
  }
  const bound = kind === "time" ? instant(value) : value;
  // The first condition is implied by the second; it lets the database start in the index.
  const withValue = {
    AND: [{ [column]: { [from]: bound } }, { OR: [{ [column]: { [past]: bound } }, pastId] }],
  };
  return nullable && !backwards ? { OR: [withValue, { [column]: null }] } : withValue;
}
