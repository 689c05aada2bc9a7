import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type { SqlDriverAdapterFactory, SqlQuery } from "@prisma/driver-adapter-utils";
import { type Database, isPostgresql } from "#lib/db/database.ts";
import { PrismaClient as PostgresqlClient } from "#lib/db/generated/postgresql/client.ts";
import { PrismaClient } from "#lib/db/generated/sqlite/client.ts";
import { postgresqlDriver } from "#lib/db/postgresql-connection.ts";
import { databasePath } from "#lib/db/sqlite-connection.ts";

/** A statement with its query plan, one line per step. */
type Plan = { sql: string; steps: string[] };

/** Explains each query before it runs. */
function explaining(
  factory: SqlDriverAdapterFactory,
  word: string,
  plans: Plan[],
): SqlDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect();
      const run = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (query: SqlQuery) => {
        if (query.sql.trimStart().startsWith("SELECT")) {
          const { rows } = await run({ ...query, sql: `${word} ${query.sql}` });
          plans.push({ sql: query.sql, steps: rows.map((row) => String(row.at(-1))) });
        }
        return run(query);
      };
      return adapter;
    },
  };
}

/** The database with reads that add their query plans to the returned list. */
export function explained(database: Database, url: string) {
  const plans: Plan[] = [];
  const client = isPostgresql(url) ? onPostgresql(url, plans) : onSqlite(url, plans);
  return { database: { ...database, read: client }, plans, close: () => client.$disconnect() };
}

function onSqlite(url: string, plans: Plan[]): PrismaClient {
  const factory = new PrismaBetterSqlite3({ url: databasePath(url) });
  return new PrismaClient({ adapter: explaining(factory, "EXPLAIN QUERY PLAN", plans) });
}

function onPostgresql(url: string, plans: Plan[]): PrismaClient {
  const factory = postgresqlDriver(url, {});
  const client = new PostgresqlClient({ adapter: explaining(factory, "EXPLAIN", plans) });
  // Both clients have the same models.
  return client as unknown as PrismaClient;
}
