import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlQuery, Transaction } from "@prisma/driver-adapter-utils";
import { giveOwnNumber, markStart } from "./change-number.ts";
import { connectionOptions, WRITE_LOCK } from "./postgresql-connection.ts";
import { beginImmediate, createPrivateFile, databasePath } from "./sqlite-connection.ts";
import { limitConnections } from "./statement-limit.ts";
import { retryWhileBusy } from "./writer.ts";

const LONGEST_QUESTION_MS = 15_000;
const LONGEST_STATEMENT_MS = 30 * 60_000;

/** One copy is kept, that of the latest upgrade: it is the way back to the version before. */
export type Copy = { keep(): Promise<void>; discard(): Promise<void> };

/** A connection of its own for migrations. */
export type MigrationConnection = {
  adapter: SqlDriverAdapter;
  /** Runs the work in one transaction that keeps all writers out; a failure undoes all of it. */
  inTransaction<T>(work: (adapter: SqlDriverAdapter) => Promise<T>): Promise<T>;
  /** Puts a copy of the database beside it; undefined where that is not ours to do. */
  copy(label: string): Promise<Copy | undefined>;
  /** Marks a start in the file itself, so that a copy from before it is known from it. */
  markStart(): Promise<void>;
  close(): Promise<void>;
};

/** Opens the SQLite file, which is made if it is missing. */
export async function connectSqlite(url: string): Promise<MigrationConnection> {
  const path = databasePath(url);
  await createPrivateFile(path);
  if ((await stat(path)).size === 0) giveOwnNumber(path);
  const adapter = await new PrismaBetterSqlite3({ url: path, timeout: 250 }).connect();
  return {
    adapter,
    inTransaction: async (work) => {
      // Tables are replaced with this off, or dropping the old one would delete what refers to it.
      await adapter.executeScript("PRAGMA foreign_keys = OFF");
      const transaction = await retryWhileBusy(() => beginImmediate(adapter));
      return inTransaction(
        transaction,
        (script) => adapter.executeScript(script),
        async (inside) => {
          const result = await work(inside);
          const broken = await inside.queryRaw(statement("PRAGMA foreign_key_check"));
          if (broken.rows.length > 0) throw new Error("it leaves rows that refer to missing rows");
          return result;
        },
      );
    },
    copy: (label) => copySqlite(adapter, path, label),
    markStart: () => markStart(adapter),
    close: () => adapter.dispose(),
  };
}

/** Opens one connection to a PostgreSQL server; copies are its administrator's business. */
export async function connectPostgresql(url: string): Promise<MigrationConnection> {
  const { connectionString, schema } = connectionOptions(url);
  const limits = { connectionTimeoutMillis: 10_000, lock_timeout: 30_000, keepAlive: true };
  const adapter = await new PrismaPg({ connectionString, ...limits }, { schema }).connect();
  limitConnections(adapter, migrationLimit);
  return {
    adapter,
    inTransaction: async (work) => {
      const transaction = await adapter.startTransaction();
      const run = (sql: string) => transaction.executeRaw(statement(sql));
      return inTransaction(transaction, run, async (inside) => {
        await run(`SELECT pg_advisory_xact_lock(${WRITE_LOCK})`);
        if (schema !== "public") await run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
        return work({ ...inside, getConnectionInfo: () => adapter.getConnectionInfo() });
      });
    },
    copy: async () => undefined,
    markStart: async () => {},
    close: () => adapter.dispose(),
  };
}

/** A statement of a migration may go through a large table; the questions before it do not. */
function migrationLimit() {
  let begun = false;
  return (sql: string) => {
    begun ||= sql === "BEGIN";
    return begun ? LONGEST_STATEMENT_MS : LONGEST_QUESTION_MS;
  };
}

async function inTransaction<T>(
  transaction: Transaction,
  runScript: (script: string) => Promise<unknown>,
  work: (adapter: SqlDriverAdapter) => Promise<T>,
): Promise<T> {
  // After a failed script the engine goes on and fails again: the first error is the one to tell.
  let failed: { error: unknown } | undefined;
  try {
    const result = await work({
      provider: transaction.provider,
      adapterName: transaction.adapterName,
      queryRaw: (query) => transaction.queryRaw(query),
      executeRaw: (query) => transaction.executeRaw(query),
      executeScript: async (script) => {
        await runScript(script).catch((error: unknown) => {
          failed ??= { error };
          throw error;
        });
      },
      startTransaction: () => Promise.reject(new Error("migrations run in one transaction")),
      dispose: async () => {},
    });
    await transaction.executeRaw(statement("COMMIT"));
    await transaction.commit();
    return result;
  } catch (error) {
    await transaction.executeRaw(statement("ROLLBACK")).catch(() => {});
    await transaction.rollback();
    throw failed ? failed.error : error;
  }
}

/** Under a name of its own until it is kept: another process may be copying too, but later. */
async function copySqlite(adapter: SqlDriverAdapter, path: string, label: string): Promise<Copy> {
  const copy = `${path}.before-${label}`;
  const draft = `${path}.copying-${randomUUID()}`;
  await createPrivateFile(draft);
  await retryWhileBusy(() => adapter.executeScript(`VACUUM INTO '${draft.replaceAll("'", "''")}'`));
  giveOwnNumber(draft);
  return {
    async keep() {
      await rename(draft, copy);
      for (const other of await copiesOf(path))
        if (other !== copy) await rm(other, { force: true });
    },
    discard: () => rm(draft, { force: true }),
  };
}

async function copiesOf(path: string): Promise<string[]> {
  const folder = dirname(path);
  const names = await readdir(folder);
  const prefix = `${basename(path)}.before-`;
  return names.filter((name) => name.startsWith(prefix)).map((name) => join(folder, name));
}

function statement(sql: string): SqlQuery {
  return { sql, args: [], argTypes: [] };
}
