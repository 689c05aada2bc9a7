import Sqlite from "better-sqlite3";
import { LRUCache } from "lru-cache";
import type { OpenFiles } from "./open-files.ts";
import {
  type Decode,
  decodeRow,
  encoded,
  type Parameter,
  type PreparedQuery,
  type PreparedRead,
  type ReadBothPrepared,
  type ReadPrepared,
  timeOf,
} from "./prepared.ts";

type Rows = readonly unknown[];
/** Results by parameters, with the `data_version` before they were read. */
type Kept = LRUCache<string, { version: number; rows: Rows }>;
type Prepared = { statement: Sqlite.Statement<unknown[]>; kept: Kept | undefined };

const DECODE: Decode = {
  text: String,
  number: Number,
  boolean: Boolean,
  time: (stored) => timeOf(stored as string | number),
};

/** Prepared reads on a connection of their own. */
export type SqliteReads = { read: ReadPrepared; readBoth: ReadBothPrepared; close(): void };

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
    const statement = connection.prepare(read.positional).raw();
    const kept = read.kept > 0 ? newKept(read.kept) : undefined;
    const made = { statement, kept };
    prepared.set(read, made);
    return made;
  }

  function rowsAt<R>(now: number, [read, parameters]: PreparedQuery<R>): readonly R[] {
    const { statement, kept } = prepared.get(read) ?? prepare(read);
    const bound = parameters.map(encoded);
    if (kept === undefined) return rowsOf(read, statement, bound);
    const key = bound.join("\0");
    // Emptying the cache after each commit would take longer than the write.
    const found = kept.get(key);
    if (found?.version === now) return found.rows as readonly R[];
    // After the version: a commit in between makes the rows newer than the version.
    const rows = rowsOf(read, statement, bound);
    // Unknown keys are sent by anyone, and would displace the known ones.
    if (rows.length > 0) kept.set(key, { version: now, rows });
    else kept.delete(key);
    return rows;
  }

  const present = () => Number(version.get());
  return {
    async read<R>(read: PreparedRead<R>, parameters: readonly Parameter[]) {
      files.assertSeenInPlace();
      return rowsAt(read.kept > 0 ? present() : 0, [read, parameters]);
    },
    async readBoth(one, other) {
      files.assertSeenInPlace();
      const now = present();
      return [rowsAt(now, one), rowsAt(now, other)];
    },
    close() {
      connection.close();
    },
  };
}

const newKept = (max: number): Kept =>
  new LRUCache({ max, maxSize: max, sizeCalculation: ({ rows }) => rows.length });

function rowsOf<R>(
  read: PreparedRead<R>,
  statement: Sqlite.Statement<unknown[]>,
  parameters: readonly unknown[],
): R[] {
  const bound = parameters.map((value) => (typeof value === "boolean" ? Number(value) : value));
  return statement.all(...bound).map((row) => decodeRow(read, row, DECODE));
}
