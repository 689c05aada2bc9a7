import { stat } from "node:fs/promises";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { isPostgresql } from "./database.ts";
import { postgresqlDriver } from "./postgresql-connection.ts";
import { databasePath } from "./sqlite-connection.ts";

const LIMITS = { max: 1, connectionTimeoutMillis: 10_000, query_timeout: 10_000 };

/**
 * Whether a database of any version, or a missing one, has an account, or the lock left by a
 * deleted one. Creates and changes nothing.
 */
export async function accountState(url: string): Promise<"present" | "deleted" | "none"> {
  const adapter = await connect(url);
  if (adapter === undefined) return "none";
  try {
    if (!(await hasTable(adapter, "Account"))) return "none";
    // The rows of a deleted one remain for a while. Older databases lack the column.
    const accounts = await rowsOf(adapter, 'SELECT * FROM "Account"');
    if (accounts.some(({ deletedAt }) => !deletedAt)) return "present";
    if (!(await hasTable(adapter, "SetupLock"))) return "none";
    // A lock created by a start is no trace of an account. Older databases lack the column.
    const locks = await rowsOf(adapter, 'SELECT * FROM "SetupLock"');
    return locks.some(({ atStart }) => !atStart) ? "deleted" : "none";
  } finally {
    await adapter.dispose();
  }
}

async function connect(url: string): Promise<SqlDriverAdapter | undefined> {
  if (isPostgresql(url)) return postgresqlDriver(url, LIMITS).connect();
  const path = databasePath(url);
  const found = await stat(path).catch(() => undefined);
  // SQLite would create a missing file.
  if (!found?.size) return undefined;
  return new PrismaBetterSqlite3({ url: path, timeout: 5_000 }).connect();
}

async function hasTable(adapter: SqlDriverAdapter, name: string): Promise<boolean> {
  const sql =
    adapter.provider === "sqlite"
      ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name = '${name}'`
      : `SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename = '${name}'`;
  return (await rowsOf(adapter, sql)).length > 0;
}

async function rowsOf(adapter: SqlDriverAdapter, sql: string): Promise<Record<string, unknown>[]> {
  const { columnNames, rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return rows.map((row) => Object.fromEntries(columnNames.map((name, at) => [name, row[at]])));
}
