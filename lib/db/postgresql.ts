import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { adaptedFactory, strictTransaction } from "./adapter.ts";
import type { Database } from "./database.ts";
import { withDeadline } from "./deadline.ts";
import { NO_ANSWER } from "./errors.ts";
import { PrismaClient as PostgresqlClient } from "./generated/postgresql/client.ts";
import type { PrismaClient } from "./generated/sqlite/client.ts";
import { connectionOptions, WRITE_LOCK } from "./postgresql-connection.ts";
import { openWriter, type WriteLimits } from "./writer.ts";

const PING_MS = 2_000;

const CONNECTION = { connectionTimeoutMillis: 5_000, idleTimeoutMillis: 60_000, keepAlive: true };

/** Opens one connection for writes and up to ten for reads; each is made when it is needed. */
export async function openPostgresql(url: string, limits: WriteLimits): Promise<Database> {
  // A transaction must see what was committed while it waited for its lock.
  const writing = connect(url, limits, 1, ["-c default_transaction_isolation=read\\ committed"]);
  const reading = connect(url, limits, 10, ["-c default_transaction_read_only=on"]);
  const writer = openWriter(
    writing,
    limits,
    (tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(${WRITE_LOCK})`,
  );
  return {
    read: reading,
    write: writer.write,
    async ping() {
      await withDeadline(reading.$queryRaw`SELECT 1`, PING_MS, NO_ANSWER);
    },
    async close() {
      await writer.close();
      await reading.$disconnect();
    },
  };
}

function connect(
  url: string,
  limits: WriteLimits,
  max: number,
  sessionOptions: string[] = [],
): PrismaClient {
  const { connectionString, schema } = connectionOptions(url, sessionOptions);
  // The server gives up after us, and on us: a process that hangs must not lock the others out.
  const timeouts = {
    lock_timeout: limits.lock,
    statement_timeout: limits.lock + limits.work,
    idle_in_transaction_session_timeout: limits.work + 5_000,
  };
  const config = { connectionString, max, ...CONNECTION, ...timeouts };
  const pg = new PrismaPg(config, { schema });
  const client = new PostgresqlClient({ adapter: adaptedFactory(pg, strictly) });
  // Both clients are generated from the same models, which a test compares. Typed as the SQLite
  // client, what only PostgreSQL can do does not compile.
  return client as unknown as PrismaClient;
}

async function strictly(adapter: SqlDriverAdapter) {
  return { startTransaction: async () => strictTransaction(await adapter.startTransaction()) };
}
