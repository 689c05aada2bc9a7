import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type { SqlDriverAdapter, Transaction } from "@prisma/driver-adapter-utils";
import { adaptedFactory, strictTransaction } from "./adapter.ts";
import type { Database } from "./database.ts";
import { PrismaClient } from "./generated/sqlite/client.ts";
import { beginImmediate, createPrivateFile, databasePath } from "./sqlite-connection.ts";
import { openWriter, retryWhileBusy, type WriteLimits } from "./writer.ts";

/** The driver blocks the event loop while it waits for a lock: the waiting is done outside it. */
const READ_LOCK_MS = 250;
const WRITE_LOCK_MS = 10;

/**
 * Opens a writer and a reader on one file. The driver runs every statement of a client on one
 * connection, so a read through the writer would see, and be lost with, an open transaction.
 */
export async function openSqlite(url: string, limits: WriteLimits): Promise<Database> {
  const path = databasePath(url);
  await createPrivateFile(path);
  const writing = connect(path, WRITE_LOCK_MS, prepareWriter);
  const reading = connect(path, READ_LOCK_MS, prepareReader);
  await retryWhileBusy(() => writing.$connect());
  await retryWhileBusy(() => reading.$connect());
  const writer = openWriter(writing, limits);
  return {
    read: reading,
    write: writer.write,
    async ping() {
      await reading.$queryRaw`SELECT 1`;
    },
    async close() {
      await writer.close();
      await reading.$disconnect();
    },
  };
}

function connect(url: string, timeout: number, prepare: typeof prepareWriter): PrismaClient {
  const adapter = adaptedFactory(new PrismaBetterSqlite3({ url, timeout }), prepare);
  return new PrismaClient({ adapter });
}

async function prepareWriter(adapter: SqlDriverAdapter) {
  await adapter.executeScript(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
  `);
  return { startTransaction: async () => strictTransaction(await beginImmediate(adapter)) };
}

/**
 * What Prisma gets where it asks for a transaction to read in, which it does to split a query of
 * too many parameters. One on the connection that all reads share would be everybody's.
 */
function withoutTransaction(adapter: SqlDriverAdapter): Transaction {
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    commit: async () => {},
    rollback: async () => {},
  };
}

async function prepareReader(adapter: SqlDriverAdapter) {
  await adapter.executeScript("PRAGMA query_only = ON");
  return { startTransaction: async () => withoutTransaction(adapter) };
}
