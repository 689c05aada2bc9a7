import Sqlite from "better-sqlite3";
import { LRUCache } from "lru-cache";
import type { OpenFiles } from "./open-files.ts";
import {
  type Decode,
  decodeRow,
  type Parameter,
  type PreparedRead,
  type ReadPrepared,
  timeOf,
} from "./prepared.ts";

type Rows = readonly unknown[];
type Kept = { version: number; rows: LRUCache<string, Rows> };
type Prepared = { statement: Sqlite.Statement<unknown[]>; kept: Kept | undefined };

const DECODE: Decode = {
  text: String,
  number: Number,
  boolean: Boolean,
  time: (stored) => timeOf(stored as string | number),
};

/** Prepared reads on a connection of their own. */
export type SqliteReads = { read: ReadPrepared; close(): void };

/**
 * Opens a connection for prepared reads. Results of a read are kept until any connection, also one
 * of another process, commits a change: SQLite then changes this connection's `data_version`.
 */
export function openSqliteReads(path: string, files: OpenFiles, timeout: number): SqliteReads {
  const connection = new Sqlite(path, { fileMustExist: true, timeout });
  connection.pragma("query_only = ON");
  const version = connection.prepare("PRAGMA data_version").pluck();
  const prepared = new Map<PreparedRead<unknown>, Prepared>();

  function prepare(read: PreparedRead<unknown>): Prepared {
    const statement = connection.prepare(read.sql.replace(/\$\d+/g, "?")).raw();
    const kept = read.kept > 0 ? { version: -1, rows: newRows(read.kept) } : undefined;
    const made = { statement, kept };
    prepared.set(read, made);
    return made;
  }

  return {
    async read<R>(read: PreparedRead<R>, parameters: readonly Parameter[]) {
      files.assertSeenInPlace();
      const { statement, kept } = prepared.get(read) ?? prepare(read);
      if (kept === undefined) return rowsOf(read, statement, parameters);
      const now = Number(version.get());
      // Read before the rows: a commit in between makes the rows newer than the version.
      if (kept.version !== now) {
        kept.rows.clear();
        kept.version = now;
      }
      const key = parameters.join("\0");
      const found = kept.rows.get(key);
      if (found !== undefined) return found as readonly R[];
      const rows = rowsOf(read, statement, parameters);
      // Unknown keys are sent by anyone, and would displace the known ones.
      if (rows.length > 0) kept.rows.set(key, rows);
      return rows;
    },
    close() {
      connection.close();
    },
  };
}

const newRows = (max: number) =>
  new LRUCache<string, Rows>({ max, maxSize: max, sizeCalculation: ({ length }) => length });

function rowsOf<R>(
  read: PreparedRead<R>,
  statement: Sqlite.Statement<unknown[]>,
  parameters: readonly Parameter[],
): R[] {
  const bound = parameters.map((value) => (typeof value === "boolean" ? Number(value) : value));
  return statement.all(...bound).map((row) => decodeRow(read, row, DECODE));
}
