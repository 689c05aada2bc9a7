import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type { SqlDriverAdapter, Transaction } from "@prisma/driver-adapter-utils";
import { adaptedFactory, strictTransaction } from "./adapter.ts";
import { cacheStatements } from "./cached-statements.ts";
import { numberedTransaction, type SeenChanges } from "./change-number.ts";
import type { Database } from "./database.ts";
import { assertRoom } from "./free-space.ts";
import { Prisma, PrismaClient } from "./generated/sqlite/client.ts";
import { guardedTransaction, type OpenFiles, openFiles } from "./open-files.ts";
import { type Started, startedTransactions } from "./prepared-transaction.ts";
import { probeWrite } from "./probe-write.ts";
import {
  beginImmediate,
  createPrivateFile,
  databasePath,
  escapingLike,
} from "./sqlite-connection.ts";
import { openSqliteReads } from "./sqlite-prepared.ts";
import { joinSqlite } from "./sqlite-presence.ts";
import { openWriter, retryWhileBusy, type WriteLimits } from "./writer.ts";

/** No waiting in the driver, which would block the event loop: we retry instead. */
const READ_LOCK_MS = 250;
const WRITE_LOCK_MS = 10;

/**
 * SQLite's limit of parameters per statement. The driver reports 999, the limit of versions before
 * 3.32, with which longer lists of users could not be read with their groups.
 */
const CONNECTION_INFO = { maxBindValues: 32_766, supportsRelationJoins: false };
const getConnectionInfo = () => CONNECTION_INFO;

/**
 * Opens a writer and a reader on one file. The driver runs every statement of a client on one
 * connection, so a read through the writer would be part of an open transaction.
 */
export async function openSqlite(url: string, limits: WriteLimits): Promise<Database> {
  const path = databasePath(url);
  const presence = await joinSqlite(path);
  await createPrivateFile(path);
  const opened = Promise.withResolvers<OpenFiles>();
  const started = startedTransactions();
  const writing = connect(path, WRITE_LOCK_MS, (adapter) =>
    prepareWriter(adapter, opened.promise, started),
  );
  await retryWhileBusy(() => writing.$connect());
  const files = openFiles(path);
  opened.resolve(files);
  const reading = connect(path, READ_LOCK_MS, (adapter) => prepareReader(adapter, files));
  await retryWhileBusy(() => reading.$connect());
  const reads = openSqliteReads(path, files, READ_LOCK_MS);
  const writer = openWriter(writing, started, limits);
  return {
    prepared: reads.read,
    bothPrepared: reads.readBoth,
    isOneOf: (column, values) =>
      Prisma.sql`${column} IN (SELECT "value" FROM json_each(${JSON.stringify(values)}))`,
    read: reading,
    write: writer.write,
    async ping() {
      files.assertInPlace();
      await reading.$queryRaw`SELECT 1`;
    },
    async probe() {
      await assertRoom(path);
      await probeWrite(writer);
    },
    async close() {
      await writer.close();
      reads.close();
      await reading.$disconnect();
      await presence.leave();
    },
  };
}

function connect(
  url: string,
  timeout: number,
  prepare: Parameters<typeof adaptedFactory>[1],
): PrismaClient {
  const adapter = adaptedFactory(new PrismaBetterSqlite3({ url, timeout }), (inner) => {
    cacheStatements(inner);
    return prepare(inner);
  });
  return new PrismaClient({ adapter });
}

async function prepareWriter(
  adapter: SqlDriverAdapter,
  opened: Promise<OpenFiles>,
  started: Started,
) {
  // The last statement opens the write-ahead log.
  await adapter.executeScript(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    SELECT count(*) FROM sqlite_master;
  `);
  const { queryRaw, executeRaw, ...named } = escapingLike(adapter);
  const begin = () => beginImmediate({ ...named, queryRaw, executeRaw });
  const seen: SeenChanges = { total: undefined };
  const startTransaction = async () => {
    const files = await opened;
    const numbered = await numberedTransaction(await begin(), seen);
    return started.note(strictTransaction(guardedTransaction(numbered, files)));
  };
  return { queryRaw, executeRaw, startTransaction, getConnectionInfo };
}

async function prepareReader(adapter: SqlDriverAdapter, files: OpenFiles) {
  await adapter.executeScript("PRAGMA query_only = ON");
  const escaping = escapingLike(adapter);
  const queries: typeof escaping = {
    ...escaping,
    queryRaw: async (query) => {
      files.assertSeenInPlace();
      return escaping.queryRaw(query);
    },
  };
  // The client reads a long list of IDs in parts inside a transaction. There is none here: each
  // statement sees the state of its own time, as between any two reads.
  const unbound: Transaction = {
    ...queries,
    options: { usePhantomQuery: true },
    commit: async () => {},
    rollback: async () => {},
  };
  const startTransaction = async () => unbound;
  return { queryRaw: queries.queryRaw, startTransaction, getConnectionInfo };
}
