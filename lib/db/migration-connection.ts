import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type {
  SqlDriverAdapter,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from "@prisma/driver-adapter-utils";
import { giveOwnNumber, markStart } from "./change-number.ts";
import {
  connectionOptions,
  createSchema,
  postgresqlDriver,
  WRITE_LOCK,
} from "./postgresql-connection.ts";
import { beginImmediate, createPrivateFile, databasePath } from "./sqlite-connection.ts";
import { limitConnections } from "./statement-limit.ts";
import { retryWhileBusy } from "./writer.ts";

const LONGEST_QUESTION_MS = 15_000;
const LONGEST_STATEMENT_MS = 30 * 60_000;

/** The advisory lock that Prisma's own tools take for a migration. */
const PRISMA_LOCK = 72_707_369;

/** One copy is kept, that of the latest upgrade: it is the way back to the version before. */
export type Copy = { keep(): Promise<void>; discard(): Promise<void> };

/** Runs the statements of a script as they are, one after the other. */
export type RunScript = (script: string) => Promise<unknown>;

/** A connection of its own for migrations. */
export type MigrationConnection = {
  database: SqlQueryable;
  /** Runs the work in one transaction that keeps all writers out; a failure undoes all of it. */
  inTransaction<T>(work: (inside: SqlQueryable, runScript: RunScript) => Promise<T>): Promise<T>;
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
    database: adapter,
    inTransaction: async (work) => {
      // Tables are replaced with this off, or dropping the old one would delete what refers to it.
      // It has no effect inside a transaction, where the migrations' own lines say it.
      await adapter.executeScript("PRAGMA foreign_keys = OFF");
      const transaction = await retryWhileBusy(() => beginImmediate(adapter));
      return committed(transaction, async () => {
        const result = await work(transaction, (script) => adapter.executeScript(script));
        const broken = await transaction.queryRaw(statement("PRAGMA foreign_key_check"));
        if (broken.rows.length > 0) throw new Error("it leaves rows that refer to missing rows");
        return result;
      });
    },
    copy: (label) => copySqlite(adapter, path, label),
    markStart: () => markStart(adapter),
    close: () => adapter.dispose(),
  };
}

/** Opens one connection to a PostgreSQL server; copies are its administrator's business. */
export async function connectPostgresql(url: string): Promise<MigrationConnection> {
  const { schema } = connectionOptions(url);
  const limits = { connectionTimeoutMillis: 10_000, lock_timeout: 30_000, keepAlive: true };
  const adapter = await postgresqlDriver(url, limits).connect();
  limitConnections(adapter, migrationLimit);
  return {
    database: adapter,
    inTransaction: async (work) => {
      // What was committed during the wait for the locks must be seen.
      const transaction = await adapter.startTransaction("READ COMMITTED");
      // Without values it goes to the server as one script.
      const run = (sql: string) => transaction.executeRaw(statement(sql));
      return committed(transaction, async () => {
        await run(`SELECT pg_advisory_xact_lock(${WRITE_LOCK})`);
        await run(`SELECT pg_advisory_xact_lock(${PRISMA_LOCK})`);
        await run(createSchema(schema));
        return work(transaction, run);
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

async function committed<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await transaction.executeRaw(statement("COMMIT"));
    await transaction.commit();
    return result;
  } catch (error) {
    await transaction.executeRaw(statement("ROLLBACK")).catch(() => {});
    await transaction.rollback();
    throw error;
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

/** How an upgrade names its copy, whose use leaves a lock: other `.before-…` files are an operator's. */
const LABEL = /^\d{14}_\w+(?:\.lock)?$/;

async function copiesOf(path: string): Promise<string[]> {
  const folder = dirname(path);
  const prefix = `${basename(path)}.before-`;
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(({ name }) => name.startsWith(prefix) && LABEL.test(name.slice(prefix.length)))
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
}

function statement(sql: string): SqlQuery {
  return { sql, args: [], argTypes: [] };
}
