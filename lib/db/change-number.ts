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

/** The same transaction, which increments the number when it commits a change. */
export async function numberedTransaction(inner: Transaction): Promise<Transaction> {
  const before = await numberOf(inner, "SELECT total_changes()");
  return {
    ...inner,
    queryRaw: (query) => inner.queryRaw(query),
    async executeRaw(query) {
      if (query.sql === "COMMIT") {
        // A transaction without changes must not cost a write.
        const changed = (await numberOf(inner, "SELECT total_changes()")) !== before;
        if (changed) await raise(inner);
      }
      return inner.executeRaw(query);
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
    await raise(transaction);
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

async function raise(queryable: SqlQueryable): Promise<void> {
  const number = await numberOf(queryable, "PRAGMA user_version");
  const next = number === LARGEST ? SMALLEST : number + 1;
  await queryable.executeRaw({ sql: `PRAGMA user_version = ${next}`, args: [], argTypes: [] });
}

async function numberOf(queryable: SqlQueryable, sql: string): Promise<number> {
  const { rows } = await queryable.queryRaw({ sql, args: [], argTypes: [] });
  return Number(rows[0]?.[0]);
}
