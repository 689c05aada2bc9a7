import type { SqlQueryable } from "@prisma/driver-adapter-utils";
import { statement } from "../migration-connection.ts";
import type { Provider } from "../migration-files.ts";
import type { Row, Table } from "./tables.ts";

/** One of the two databases of a copy. */
export type Store = {
  provider: Provider;
  /** The address without user and password. */
  name: string;
  database: SqlQueryable;
  /** The names of Roost's tables in it, of any version. */
  presentTables(): Promise<string[]>;
  /** The tables of the models; columns by name. */
  tables(): Promise<Table[]>;
  /** Rows after a key in the order of the database's own index. */
  pages(table: Table, after?: Row): AsyncGenerator<Row[]>;
  /** All rows in the byte order of the key, which is the same on every database. */
  inKeyOrder(table: Table): AsyncGenerator<Row[]>;
  /** A text that differs after a change of the content by Roost. */
  version(): Promise<string>;
  /** The last number of each table that numbers its rows. */
  counters(): Promise<Map<string, number>>;
  /** Runs the work in a transaction that keeps other writers out. */
  inTransaction(work: (inside: SqlQueryable) => Promise<void>): Promise<void>;
  insert(inside: SqlQueryable, table: Table, rows: Row[]): Promise<void>;
  /** Sets the last numbers, so that new rows get later ones. */
  setCounters(inside: SqlQueryable, counters: Map<string, number>): Promise<void>;
  close(): Promise<void>;
};

/** The rows of a query without values. */
export async function query(database: SqlQueryable, sql: string): Promise<unknown[][]> {
  return (await database.queryRaw(statement(sql))).rows;
}

/** A text as a literal of SQL, on either database. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Limits of a page of rows, which keep memory flat. */
export const PAGE = { rows: 1000, bytes: 2_000_000 };

/** The length of a row's values. */
export function sizeOf(row: Row): number {
  return row.reduce((sum, value) => sum + (value?.length ?? 0), 0);
}

/** The number of rows per table, in the order of the names. */
export async function countRows(
  database: SqlQueryable,
  tables: string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const name of tables) {
    const [[count] = []] = await query(database, `SELECT count(*) FROM "${name}"`);
    counts.set(name, Number(count));
  }
  return counts;
}
