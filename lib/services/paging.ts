import { z } from "zod";
import { text } from "#lib/contract/fields.ts";
import type { PageQuery } from "#lib/contract/paging.ts";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import { Problem } from "#lib/contract/problem.ts";

/** Some rows of a list, and the cursor of those that follow; null after the last. */
export type Page<T> = { items: T[]; next: string | null };

/** A column that a list can be ordered by. Rows without a value come last in both directions. */
export type SortColumn = { column: string; kind: "text" | "time"; nullable?: true };

type Direction = "asc" | "desc";
type Order = Record<string, Direction | { sort: Direction; nulls: "last" }>;
type Value = string | null;

/** A list's order and beginning, in the words of the database. */
export type Keyset = {
  where: object;
  // Prisma's own type differs by model; the columns are those of the list's own table.
  orderBy: Order[];
  take: number | undefined;
  /** The rows of one query, one more than asked for, as a page. */
  pageOf<T extends object>(rows: T[]): Page<T>;
};

const cursorParts = z.tuple([text, text.nullable(), text]);

const wrongCursor = () => {
  const message = "cursor is not valid";
  return new Problem("validation_failed", message, { errors: [{ path: "cursor", message }] });
};

function readCursor(cursor: string, sort: string): { value: Value; id: string } {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw wrongCursor();
  }
  const read = cursorParts.safeParse(parts);
  if (!read.success || read.data[0] !== sort) throw wrongCursor();
  const [, value, id] = read.data;
  return { value, id };
}

/**
 * Reads a list in an order that stays the same however it grows: a page starts after the last
 * row of the one before it, by value and then by id. 422 for a cursor of another order.
 */
export function keyset<Name extends string>(
  { page_size, cursor, sort: asked }: PageQuery<Name>,
  columns: Record<Name, SortColumn>,
  preset: Name | `-${Name}`,
): Keyset {
  const sort = asked ?? preset;
  const direction: Direction = sort.startsWith("-") ? "desc" : "asc";
  // The schema of the query lets only names of this list through.
  const by = columns[sort.replace(/^-/, "") as Name];
  const size = page_size ?? (cursor === undefined ? undefined : PAGE_SIZE.preset);
  return {
    where: cursor === undefined ? {} : after(readCursor(cursor, sort), by, direction),
    orderBy: [
      { [by.column]: by.nullable ? { sort: direction, nulls: "last" } : direction },
      { id: direction },
    ],
    take: size === undefined ? undefined : size + 1,
    pageOf(rows) {
      if (size === undefined || rows.length <= size) return { items: rows, next: null };
      const items = rows.slice(0, size);
      return { items, next: cursorOf(items.at(-1), by, sort) };
    },
  };
}

function cursorOf(row: object | undefined, { column }: SortColumn, sort: string): string {
  const { [column]: value, id } = { ...row } as Record<string, unknown>;
  const told = value instanceof Date ? value.toISOString() : (value ?? null);
  return Buffer.from(JSON.stringify([sort, told, String(id)])).toString("base64url");
}

function after(
  { value, id }: { value: Value; id: string },
  { column, kind, nullable }: SortColumn,
  direction: Direction,
): object {
  const [beyond, from] = direction === "asc" ? ["gt", "gte"] : ["lt", "lte"];
  const laterId = { id: { [beyond]: id } };
  if (value === null) {
    if (!nullable) throw wrongCursor();
    return { AND: [{ [column]: null }, laterId] };
  }
  const bound = kind === "time" ? new Date(value) : value;
  if (bound instanceof Date && !isStorable(bound)) throw wrongCursor();
  // The first condition is implied by the second; it lets the database start in the index.
  const following = {
    AND: [{ [column]: { [from]: bound } }, { OR: [{ [column]: { [beyond]: bound } }, laterId] }],
  };
  return nullable ? { OR: [following, { [column]: null }] } : { AND: [following] };
}

/** PostgreSQL knows no year 0, and none of the far ones that a Date can hold. */
const isStorable = (time: Date) => time >= new Date(0) && time < new Date("9999-12-31");
