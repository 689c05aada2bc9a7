import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { type Database, isPostgresql, useDatabase } from "#lib/db/database.ts";
import { PrismaClient as PostgresqlClient } from "#lib/db/generated/postgresql/client.ts";
import { PrismaClient as SqliteClient } from "#lib/db/generated/sqlite/client.ts";
import { postgresqlDriver } from "#lib/db/postgresql-connection.ts";
import { encoded, type ReadPrepared } from "#lib/db/prepared.ts";
import { databasePath } from "#lib/db/sqlite-connection.ts";

type Query = { query: string; params: string };

/**
 * Makes `database` the process's one, with readers that record their queries. The returned function
 * runs the work and returns the plan of each of its queries.
 */
export async function watchPlans(
  url: string,
  database: Database,
): Promise<{
  plansOf: (work: () => Promise<unknown>) => Promise<string[]>;
  close: () => Promise<void>;
}> {
  const queries: Query[] = [];
  const log = [{ emit: "event", level: "query" }] as const;
  const client = isPostgresql(url)
    ? new PostgresqlClient({ adapter: postgresqlDriver(url, {}), log: [...log] })
    : new SqliteClient({
        adapter: new PrismaBetterSqlite3({ url: databasePath(url) }),
        log: [...log],
      });
  // Both clients are generated from the same models, as a test checks.
  const reader = client as SqliteClient<"query">;
  reader.$on("query", ({ query, params }) => queries.push({ query, params }));
  const prepared: ReadPrepared = (read, parameters) => {
    const sql = isPostgresql(url) ? read.sql : read.positional;
    queries.push({ query: sql, params: JSON.stringify(parameters.map(encoded)) });
    return database.prepared(read, parameters);
  };
  useDatabase({ ...database, prepared, read: reader });
  const explain = isPostgresql(url) ? "EXPLAIN" : "EXPLAIN QUERY PLAN";
  return {
    async plansOf(work) {
      queries.length = 0;
      await work();
      const plans: string[] = [];
      for (const { query, params } of queries.splice(0)) {
        const sql = `${explain} ${query.replace(/\/\*.*?\*\/$/, "")}`;
        const lines = await reader.$queryRawUnsafe<Record<string, unknown>[]>(
          sql,
          ...JSON.parse(params),
        );
        plans.push(lines.map((line) => line.detail ?? line["QUERY PLAN"]).join("\n"));
      }
      return plans;
    },
    close: () => reader.$disconnect(),
  };
}
