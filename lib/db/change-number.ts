import type { SqlDriverAdapter, SqlQueryable, Transaction } from "@prisma/driver-adapter-utils";
import Sqlite from "better-sqlite3";
import { isBusy } from "./errors.ts";
import { beginImmediate } from "./sqlite-connection.ts";
import { randomChangeNumber } from "./sqlite-files.ts";

/*
 * The number in the header of an SQLite database that identifies its write-ahead log
 * (log-belongs.ts). `PRAGMA user_version` is part of the transaction that sets it.
 */

const LARGEST = 2 ** 31 - 1;
const SMALLEST = -(2 ** 31);

/** The connection's total of changes at the end of its last transaction; undefined if unknown. */
export type SeenChanges = { total: number | undefined };

/**
 * The same transaction, which increments the number when it commits a change. `seen` belongs to the
 * connection: it saves a query at the start of each transaction.
 */
export async function numberedTransaction(
  inner: Transaction,
  seen: SeenChanges,
): Promise<Transaction> {
  const before = seen.total ?? (await stateOf(inner)).total;
  // A rollback does not take changes off the total.
  seen.total = undefined;
  return {
    ...inner,
    queryRaw: (query) => inner.queryRaw(query),
    async executeRaw(query) {
      if (query.sql !== "COMMIT") return inner.executeRaw(query);
      const { total, number } = await stateOf(inner);
      // A transaction without changes must not cost a write.
      if (total !== before) await raise(inner, number);
      const result = await inner.executeRaw(query);
      seen.total = total;
      return result;
    },
    commit: () => inner.commit(),
    rollback: () => inner.rollback(),
  };
}

/** Increments the number in the file itself, unless another process prevents it. */
export async function markStart(adapter: SqlDriverAdapter): Promise<void> {
  try {
    // Read and incremented under one lock: another process's number must not decrease.
    const transaction = await beginImmediate(adapter);
    await raise(transaction, (await stateOf(transaction)).number);
    await adapter.executeRaw({ sql: "COMMIT", args: [], argTypes: [] });
    await adapter.queryRaw({ sql: "PRAGMA wal_checkpoint(TRUNCATE)", args: [], argTypes: [] });
  } catch (error) {
    if (!isBusy(error)) throw error;
  }
}

/** Gives a new database or a copy without a log a new number. */
export function giveOwnNumber(path: string): void {
  const copy = new Sqlite(path, { fileMustExist: true });
  try {
    copy.pragma(`user_version = ${randomChangeNumber()}`);
  } finally {
    copy.close();
  }
}

async function raise(queryable: SqlQueryable, number: number): Promise<void> {
  const next = number === LARGEST ? SMALLEST : number + 1;
  await queryable.executeRaw({ sql: `PRAGMA user_version = ${next}`, args: [], argTypes: [] });
}

async function stateOf(queryable: SqlQueryable): Promise<{ total: number; number: number }> {
  const sql = "SELECT total_changes(), user_version FROM pragma_user_version";
  const { rows } = await queryable.queryRaw({ sql, args: [], argTypes: [] });
  return { total: Number(rows[0]?.[0]), number: Number(rows[0]?.[1]) };
}
