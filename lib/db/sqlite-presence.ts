import Sqlite from "better-sqlite3";
import { Problem } from "#lib/contract/problem.ts";
import type { Presence } from "./database.ts";
import { isBusy } from "./errors.ts";
import { createPrivateFile } from "./sqlite-connection.ts";
import { retryWhileBusy } from "./writer.ts";

/*
 * Who uses an SQLite database is known by locks on an empty file beside it, which the system
 * drops when a process ends, however it ends. The locks of the database file itself would not do:
 * a restore is for a file that is damaged, replaced or gone.
 */

const RESTORE_WAIT_MS = 5_000;

/** Shares the lock with all others that use the database; a Problem while one has it alone. */
export async function joinSqlite(path: string): Promise<Presence> {
  const share = () => lock(path, "BEGIN; SELECT count(*) FROM sqlite_master;");
  return retryWhileBusy(share, RESTORE_WAIT_MS).catch((error: unknown) => {
    if (!(error instanceof Error && isBusy(error.cause))) throw error;
    throw new Problem("unavailable", "The database is being restored. Wait until that is over.");
  });
}

/** Takes the lock alone; null if another process uses the database. */
export async function claimSqlite(path: string): Promise<Presence | null> {
  try {
    return await lock(path, "BEGIN EXCLUSIVE");
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  }
}

async function lock(path: string, sql: string): Promise<Presence> {
  const file = `${path}.lock`;
  await createPrivateFile(file);
  const connection = new Sqlite(file, { timeout: 0 });
  try {
    connection.pragma("journal_mode = MEMORY");
    connection.exec(sql);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    async leave() {
      connection.close();
    },
  };
}
