import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import type { BackupContent } from "./backup-content.ts";
import { migrationsDirectory, readMigrations } from "./migration-files.ts";
import { postgresqlDriver } from "./postgresql-connection.ts";
import { sorted } from "./postgresql-dump.ts";

/*
 * Roost's tables of a PostgreSQL schema and their content. Other applications may use the same
 * schema.
 */

const HISTORY = "_prisma_migrations";
const NAMED = /(?:CREATE TABLE|ALTER TABLE .* RENAME TO) "([^"]+)"/g;

/** Runs the work on one connection without a statement limit. */
export async function withConnection<T>(
  url: string,
  work: (adapter: SqlDriverAdapter) => Promise<T>,
): Promise<T> {
  const limits = { max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000 };
  const adapter = await postgresqlDriver(url, limits).connect();
  try {
    return await work(adapter);
  } finally {
    await adapter.dispose();
  }
}

/** The first column of a result. */
export async function ask(adapter: SqlDriverAdapter, sql: string): Promise<string[]> {
  const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return rows.map((row) => `${row[0]}`);
}

/**
 * The tables of the schema that Roost's migrations created, by name. In a database of a newer
 * version, whose tables are unknown, all tables count.
 */
export async function ownTables(adapter: SqlDriverAdapter, schema: string): Promise<string[]> {
  const list = `SELECT tablename::text FROM pg_tables WHERE schemaname = '${schema}' ORDER BY 1`;
  const present = await ask(adapter, list);
  if (!present.includes(HISTORY)) return [];
  const applied = await ask(adapter, `SELECT migration_name FROM "${schema}"."${HISTORY}"`);
  const { migrations, tables } = await knownTables();
  // The history of another application, which uses the same tool.
  if (!applied.some((name) => migrations.has(name))) return [];
  if (applied.some((name) => !migrations.has(name))) return present;
  return present.filter((name) => tables.has(name));
}

/** This version's migrations, and the tables that they create. */
export async function knownTables(): Promise<{ migrations: Set<string>; tables: Set<string> }> {
  const migrations = await readMigrations(migrationsDirectory("postgresql"));
  const tables = new Set([HISTORY]);
  for (const { sql } of migrations) {
    for (const [, name = ""] of sql.matchAll(NAMED)) tables.add(name);
  }
  return { migrations: new Set(migrations.map(({ name }) => name)), tables };
}

/** A query for the number of rows per table, as one JSON object. */
export function countRows(schema: string, tables: string[], mark = ""): string {
  const counts = tables.map(
    (name) => `SELECT '${name}' AS name, count(*) AS rows FROM "${schema}"."${name}"`,
  );
  return `SELECT '${mark}' || json_object_agg(name, rows) FROM (${counts.join(" UNION ALL ")}) t`;
}

/** Whether the result of `countRows` equals a backup's content. */
export function isSame({ tables }: BackupContent, counts = "{}"): boolean {
  return JSON.stringify(sorted(JSON.parse(counts))) === JSON.stringify(tables);
}
