import type { SqlDriverAdapter, SqlQueryable } from "@prisma/driver-adapter-utils";
import { Problem } from "#lib/contract/problem.ts";
import type { Presence } from "./database.ts";
import { PRESENCE_LOCK, postgresqlDriver } from "./postgresql-connection.ts";

/*
 * Processes that use a PostgreSQL database hold an advisory lock on a separate connection: the
 * server releases it when the connection ends in any way.
 */

const RENEW_MS = 15_000;
const LIMITS = { max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000, keepAlive: true };

/** Whether this connection has the lock. */
const HAS_LOCK = `EXISTS (
  SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND datname = current_database()
  WHERE locktype = 'advisory' AND objid = ${PRESENCE_LOCK} AND l.pid = pg_backend_pid() AND granted)`;

const lost = () =>
  new Problem("unavailable", "The connection that keeps servers out was lost. Try again.");

/** Takes the shared lock; a Problem while another process has it exclusively. */
export async function joinPostgresql(url: string): Promise<Presence> {
  const presence = await lock(url, "pg_try_advisory_lock_shared");
  if (presence) return presence;
  throw new Problem(
    "unavailable",
    "The database is being restored or copied. Wait until that is over.",
  );
}

/** Takes the exclusive lock; null if another process uses the database. */
export function claimPostgresql(url: string): Promise<Presence | null> {
  return lock(url, "pg_try_advisory_lock");
}

/**
 * Rejects with a Problem unless a process has the exclusive lock. A claim is lost with its
 * connection; until it is renewed, a server could start.
 */
export async function assertClaimed(database: SqlQueryable): Promise<void> {
  const sql = `SELECT count(*)::int FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE datname = current_database() AND locktype = 'advisory' AND objid = ${PRESENCE_LOCK}
      AND mode = 'ExclusiveLock' AND granted`;
  const { rows } = await database.queryRaw({ sql, args: [], argTypes: [] });
  if (rows[0]?.[0] === 1) return;
  throw lost();
}

async function lock(url: string, take: string): Promise<Presence | null> {
  const adapter = await postgresqlDriver(url, { ...LIMITS, query_timeout: 10_000 }).connect();
  if (!(await takes(adapter, take))) {
    await adapter.dispose();
    return null;
  }
  const session = await holderOf(adapter).catch(() => undefined);
  if (session === undefined) {
    await adapter.dispose();
    throw lost();
  }
  // A lost connection has released its lock: the next one takes it again.
  const timer = setInterval(() => void takes(adapter, take).catch(() => {}), RENEW_MS).unref();
  return {
    async leave() {
      clearInterval(timer);
      // The server notices the end of a connection later.
      const release = { sql: "SELECT pg_advisory_unlock_all()", args: [], argTypes: [] };
      await adapter.executeRaw(release).catch(() => {});
      await adapter.dispose();
    },
    isKept: async () => session === (await holderOf(adapter).catch(() => undefined)),
  };
}

/** Identifies the connection that has the lock; the driver replaces it once it is lost. */
async function holderOf(adapter: SqlDriverAdapter): Promise<string | undefined> {
  const sql = `SELECT pid || ' ' || backend_start FROM pg_stat_activity
    WHERE pid = pg_backend_pid() AND ${HAS_LOCK}`;
  const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return rows[0] && String(rows[0][0]);
}

/** Takes the lock unless this connection has it; returns whether it has it now. */
async function takes(adapter: SqlDriverAdapter, take: string): Promise<boolean> {
  const sql = `SELECT CASE WHEN ${HAS_LOCK} THEN TRUE ELSE ${take}(${PRESENCE_LOCK}) END`;
  const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return rows[0]?.[0] === true;
}
