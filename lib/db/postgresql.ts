import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { adaptedFactory, strictTransaction } from "./adapter.ts";
import type { Database } from "./database.ts";
import { withDeadline } from "./deadline.ts";
import { afterCommit, NO_ANSWER } from "./errors.ts";
import { PrismaClient as PostgresqlClient } from "./generated/postgresql/client.ts";
import { Prisma, type PrismaClient } from "./generated/sqlite/client.ts";
import { postgresqlDriver, WRITE_LOCK } from "./postgresql-connection.ts";
import { openPostgresqlReads } from "./postgresql-prepared.ts";
import { type Started, startedTransactions } from "./prepared-transaction.ts";
import { probeWrite } from "./probe-write.ts";
import { type StatementLimit, transactionClock, withStatementLimit } from "./statement-limit.ts";
import { openWriter, type WriteLimits } from "./writer.ts";

const PING_MS = 2_000;

/** An idle lost connection is detected within a minute. */
const CONNECTION = {
  ...{ connectionTimeoutMillis: 5_000, idleTimeoutMillis: 60_000 },
  ...{ keepAlive: true, keepAliveInitialDelayMillis: 30_000 },
};

const READ_ONLY = ["-c default_transaction_read_only=on"];
const PREPARED_CONNECTIONS = 5;

/**
 * Uses one connection for writes, up to ten for reads and five for prepared ones; each is opened
 * on demand.
 */
export async function openPostgresql(url: string, limits: WriteLimits): Promise<Database> {
  const { beforeCommit, commit, read } = limits;
  const started = startedTransactions();
  const writing = connect(url, limits, {
    max: 1,
    // A transaction must see commits that were made while it waited for its lock.
    options: ["-c default_transaction_isolation=read\\ committed"],
    longest: beforeCommit,
    newLimit: transactionClock(beforeCommit, commit),
    note: started.note,
  });
  const reading = connect(url, limits, {
    max: 10,
    options: READ_ONLY,
    longest: read,
    newLimit: () => () => read,
    note: (transaction) => transaction,
  });
  const reads = await openPostgresqlReads(
    driverOf(url, limits, { max: PREPARED_CONNECTIONS, options: READ_ONLY, longest: read }),
    () => () => read,
  );
  const writer = openWriter(
    writing,
    started,
    limits,
    (tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(${WRITE_LOCK})`,
  );
  return {
    prepared: reads.read,
    bothPrepared: (one, other) => Promise.all([reads.read(...one), reads.read(...other)]),
    isOneOf: (column, values) => Prisma.sql`${column} = ANY(${values}::text[])`,
    read: reading,
    write: writer.write,
    async ping() {
      await withDeadline(reading.$queryRaw`SELECT 1`, PING_MS, () => new Error(NO_ANSWER));
    },
    probe: () => probeWrite(writer),
    async close() {
      await writer.close();
      await reads.close();
      await reading.$disconnect();
    },
  };
}

type Use = {
  max: number;
  options: string[];
  /** The server's limit of a statement. */
  longest: number;
};

function connect(
  url: string,
  limits: WriteLimits,
  { newLimit, note, ...use }: Use & { newLimit: () => StatementLimit; note: Started["note"] },
): PrismaClient {
  const pg = withStatementLimit(driverOf(url, limits, use), newLimit);
  const client = new PostgresqlClient({
    adapter: adaptedFactory(pg, (adapter) => strictly(adapter, note)),
  });
  // Both clients are generated from the same models, as a test checks. Typed as the SQLite client,
  // features of PostgreSQL alone do not compile.
  return client as unknown as PrismaClient;
}

function driverOf(url: string, limits: WriteLimits, { max, options, longest }: Use) {
  // A working server gives up shortly before the client and keeps the connection. A hanging client
  // must not lock others out.
  const timeouts = {
    lock_timeout: Math.min(limits.lock, 0.8 * longest),
    statement_timeout: 0.9 * longest,
    idle_in_transaction_session_timeout: limits.work + 5_000,
  };
  return postgresqlDriver(url, { max, ...CONNECTION, ...timeouts }, options);
}

async function strictly(adapter: SqlDriverAdapter, note: Started["note"]) {
  return {
    startTransaction: async () =>
      note(strictTransaction(await adapter.startTransaction(), afterCommit)),
  };
}
