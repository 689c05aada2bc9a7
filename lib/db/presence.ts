import { databaseName } from "#lib/config/account-marker.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import { isPostgresql, type Presence } from "./database.ts";
import { isUnavailable, originalMessage } from "./errors.ts";
import { assertLogBelongs } from "./log-belongs.ts";
import { claimPostgresql, joinPostgresql } from "./postgresql-presence.ts";
import { databasePath } from "./sqlite-connection.ts";
import { removeDrafts } from "./sqlite-files.ts";
import { claimSqlite, joinSqlite } from "./sqlite-presence.ts";

/**
 * Registers this process as a user of the database: restores are refused until it leaves. The first
 * process also checks and cleans up an SQLite database. Rejects with a Problem of one line if the
 * database is being restored or copied, or is unreachable.
 */
export async function joinDatabase(url: string): Promise<Presence> {
  return join(url).catch(explain);
}

function explain(error: unknown): never {
  if (isProblem(error) || !isUnavailable(error)) throw error;
  const line = `The database cannot be reached: ${originalMessage(error)}`;
  throw new Problem("unavailable", line, { cause: error });
}

async function join(url: string): Promise<Presence> {
  if (isPostgresql(url)) return joinPostgresql(url);
  const path = databasePath(url);
  const alone = await claimSqlite(path);
  if (alone) {
    try {
      await assertLogBelongs(path);
      await removeDrafts(path);
    } finally {
      await alone.leave();
    }
  }
  return joinSqlite(path);
}

/** Takes the database exclusively; a Problem of one line if another process uses it. */
export async function claimDatabase(url: string): Promise<Presence> {
  const claim = isPostgresql(url) ? claimPostgresql(url) : claimSqlite(databasePath(url));
  const alone = await claim.catch(explain);
  if (alone) return alone;
  const line = `A server or another command uses the database ${databaseName(url)}. Stop it first.`;
  throw new Problem("unavailable", line);
}
