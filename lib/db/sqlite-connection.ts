import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { SqlQuery, SqlQueryable, Transaction } from "@prisma/driver-adapter-utils";

/** The path in a `file:` URL. */
export function databasePath(url: string): string {
  const plain = url.replace(/\?.*$/, "");
  return plain.startsWith("file://") ? fileURLToPath(plain) : plain.slice("file:".length);
}

/**
 * Creates the file and its folder if missing, readable by this user only. An existing file is not
 * opened: closing it would release the locks that SQLite holds on it in this process.
 */
export async function createPrivateFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = await open(path, "wx", 0o600);
    await file.close();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

/**
 * Starts a transaction with the write lock. The driver's BEGIN would take it at the first write,
 * and fail there if another process had written since the transaction's first read.
 */
export async function beginImmediate(adapter: SqlQueryable): Promise<Transaction> {
  const run = (sql: string) => adapter.executeRaw({ sql, args: [], argTypes: [] });
  await run("BEGIN IMMEDIATE").catch(async (error: unknown) => {
    // A failed COMMIT leaves its transaction open, which must be rolled back.
    if (!String(error).includes("within a transaction")) throw error;
    await run("ROLLBACK");
    await run("BEGIN IMMEDIATE");
  });
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    options: { usePhantomQuery: false },
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    commit: async () => {},
    rollback: async () => {},
  };
}

/** The client's form of a search: values are `?`, so they never contain this. */
const SEARCH = /LIKE \((?:'%' \|\| )?\?(?: \|\| '%')?\)/g;

/** The same queries with a backslash as escape of `%` and `_`, as on PostgreSQL. */
export function escapingLike(adapter: SqlQueryable): SqlQueryable {
  const escaping = (query: SqlQuery) =>
    query.sql.includes("LIKE")
      ? { ...query, sql: query.sql.replace(SEARCH, "$& ESCAPE '\\'") }
      : query;
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(escaping(query)),
    executeRaw: (query) => adapter.executeRaw(escaping(query)),
  };
}
