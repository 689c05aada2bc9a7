import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { Problem } from "#lib/contract/problem.ts";
import type { Presence } from "./database.ts";
import { PRESENCE_LOCK, postgresqlDriver } from "./postgresql-connection.ts";

/*
 * Processes that use a PostgreSQL database hold an advisory lock on a separate connection: the
 * server releases it when the connection ends in any way.
 */

const RENEW_MS = 15_000;
const LIMITS = { max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000, keepAlive: true };

/** Takes the shared lock; a Problem while another process has it exclusively. */
export async function joinPostgresql(url: string): Promise<Presence> {
  const presence = await lock(url, "pg_try_advisory_lock_shared");
  if (presence) return presence;
  throw new Problem("unavailable", "The database is being restored. Wait until that is over.");
}

/** Takes the exclusive lock; null if another process uses the database. */
export function claimPostgresql(url: string): Promise<Presence | null> {
  return lock(url, "pg_try_advisory_lock");
}

async function lock(url: string, take: string): Promise<Presence | null> {
  const adapter = await postgresqlDriver(url, { ...LIMITS, query_timeout: 10_000 }).connect();
  if (!(await takes(adapter, take))) {
    await adapter.dispose();
    return null;
  }
  // A lost connection has released its lock: the next one takes it again.
  const timer = setInterval(() => void takes(adapter, take).catch(() => {}), RENEW_MS).unref();
  return {
    async leave() {
      clearInterval(timer);
      await adapter.dispose();
    },
  };
}

/** Takes the lock unless this connection has it; returns whether it has it now. */
async function takes(adapter: SqlDriverAdapter, take: string): Promise<boolean> {
  const sql = `SELECT CASE WHEN EXISTS (
      SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database AND datname = current_database()
      WHERE locktype = 'advisory' AND objid = ${PRESENCE_LOCK} AND pid = pg_backend_pid() AND granted
    ) THEN TRUE ELSE ${take}(${PRESENCE_LOCK}) END`;
  const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return rows[0]?.[0] === true;
}
