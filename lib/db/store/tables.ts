import { Problem } from "#lib/contract/problem.ts";
import { Prisma } from "../generated/sqlite/client.ts";

/*
 * What two databases of different kinds have in common: tables, keys, and values as text in one
 * form.
 */

export type Kind = "text" | "integer" | "bigint" | "boolean" | "time" | "json";

/** `type` is the database's own name of the type. */
export type Column = { name: string; kind: Kind; type: string };

/** A table with its primary key, and the tables that its foreign keys refer to. */
export type Table = { name: string; columns: Column[]; key: string[]; parents: string[] };

/**
 * A value in the same form on every database: decimal digits, `true`, a time as
 * `2026-01-02T03:04:05.125Z`, JSON with sorted keys. Undefined if it is not of the column's kind.
 */
export type Value = string | null | undefined;

/** Values in the order of the table's columns. */
export type Row = Value[];

/** Names of the tables of all models: each is stored under the model's name. */
export const modelTables = (): string[] => Object.keys(Prisma.ModelName).sort();

const KINDS: [RegExp, Kind][] = [
  [/^text$/i, "text"],
  [/^integer$/i, "integer"],
  [/^bigint$/i, "bigint"],
  [/^boolean$/i, "boolean"],
  // Times have milliseconds on both databases.
  [/^(datetime|timestamp\(3\) without time zone)$/i, "time"],
  [/^jsonb$/i, "json"],
];

/** The column with the kind of its type; throws if values of the type cannot be converted yet. */
export function columnOf(table: string, name: string, type: string): Column {
  const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1];
  if (kind === undefined) throw new Error(`${table}.${name}: no conversion of the type ${type}`);
  return { name, kind, type };
}

/** The indexes of the key's columns in a row. */
export function keyPlaces({ columns, key }: Table): number[] {
  return key.map((name) => columns.findIndex((column) => column.name === name));
}

/** The key of a row, such as `tokenId "a", day "2026-11-24"`. */
export function describeKey(table: Table, row: Row): string {
  const places = keyPlaces(table);
  return table.key.map((name, at) => `${name} ${JSON.stringify(row[places[at] ?? 0])}`).join(", ");
}

/** The tables in an order in which each follows those it refers to. Throws on a cycle. */
export function parentsFirst(tables: Table[]): Table[] {
  const ordered: Table[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const free = left.filter(({ parents }) => parents.every((parent) => !waiting.has(parent)));
    if (free.length === 0) throw new Error(`foreign keys in a cycle: ${[...waiting].join(", ")}`);
    ordered.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
}

/** Refuses databases whose tables, columns, kinds or keys differ, or lack a model's table. */
export function assertSameTables(source: Table[], target: Table[]): void {
  const shape = (tables: Table[]) =>
    new Map(
      tables.map(({ name, columns, key }) => [
        name,
        JSON.stringify([columns.map((column) => [column.name, column.kind]), key]),
      ]),
    );
  const [one, other] = [shape(source), shape(target)];
  const differing = modelTables().filter(
    (name) => one.get(name) === undefined || one.get(name) !== other.get(name),
  );
  if (differing.length === 0) return;
  const names = differing.join(", ");
  throw new Problem(
    "internal",
    `The tables of the two databases differ: ${names}. One of them was changed by hand.`,
  );
}
