import { committed, type MigrationConnection, statement } from "./migration-connection.ts";
import {
  connectionOptions,
  createSchema,
  postgresqlDriver,
  WRITE_LOCK,
} from "./postgresql-connection.ts";
import { limitConnections } from "./statement-limit.ts";

const LONGEST_QUESTION_MS = 15_000;
const LONGEST_STATEMENT_MS = 30 * 60_000;

/** The advisory lock that Prisma's own tools take for a migration. */
const PRISMA_LOCK = 72_707_369;

/** Opens one connection to a PostgreSQL server; copies are its administrator's task. */
export async function connectPostgresql(url: string): Promise<MigrationConnection> {
  const { schema } = connectionOptions(url);
  const limits = { connectionTimeoutMillis: 10_000, lock_timeout: 30_000, keepAlive: true };
  const adapter = await postgresqlDriver(url, limits).connect();
  limitConnections(adapter, migrationLimit);
  return {
    database: adapter,
    inTransaction: async (work, done) => {
      // Commits during the wait for the locks must be visible.
      const transaction = await adapter.startTransaction("READ COMMITTED");
      // Without values the server accepts it as one script.
      const run = (sql: string) => transaction.executeRaw(statement(sql));
      const locked = async () => {
        await run(`SELECT pg_advisory_xact_lock(${WRITE_LOCK})`);
        await run(`SELECT pg_advisory_xact_lock(${PRISMA_LOCK})`);
        await run(createSchema(schema));
        return work(transaction, run);
      };
      await committed(transaction, locked, done);
    },
    copy: async () => undefined,
    // The server checks each row, also in migrations.
    orphans: async () => [],
    finish: async () => {},
    close: () => adapter.dispose(),
  };
}

/** A migration's statement may process a large table; the queries before it do not. */
function migrationLimit() {
  let begun = false;
  return (sql: string) => {
    begun ||= sql === "BEGIN";
    return begun ? LONGEST_STATEMENT_MS : LONGEST_QUESTION_MS;
  };
}
