import Sqlite from "better-sqlite3";
import { Problem } from "#lib/contract/problem.ts";
import type { Presence } from "./database.ts";
import { isBusy } from "./errors.ts";
import { createPrivateFile } from "./sqlite-connection.ts";
import { retryWhileBusy } from "./writer.ts";

/*
 * Processes that use an SQLite database hold locks on an empty file next to it, which the system
 * releases when a process ends in any way. Locks of the database file itself are no alternative: a
 * restore is for a file that is damaged, replaced or missing.
 */

const RESTORE_WAIT_MS = 5_000;

/** Takes the shared lock; a Problem while another process has it exclusively. */
export async function joinSqlite(path: string): Promise<Presence> {
  const share = () => lock(path, "BEGIN; SELECT count(*) FROM sqlite_master;");
  return retryWhileBusy(share, RESTORE_WAIT_MS).catch((error: unknown) => {
    if (!(error instanceof Error && isBusy(error.cause))) throw error;
    throw new Problem(
      "unavailable",
      "The database is being restored or copied. Wait until that is over.",
    );
  });
}

/** Takes the exclusive lock; null if another process uses the database. */
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
    isKept: () => Promise.resolve(true),
  };
}
