import { randomUUID } from "node:crypto";
import type { SqlQueryable } from "@prisma/driver-adapter-utils";
import { Problem } from "#lib/contract/problem.ts";
import { checksumOf, type Migration } from "./migration-files.ts";

/*
 * The table in which Prisma records migrations. Its tools read it too, so columns and values are
 * those of its schema engine.
 */

/**
 * The record of a database that is being filled by a copy (store/copy-record.ts): until that is
 * complete, no version of Roost starts on it.
 */
export const UNFINISHED_COPY = "unfinished_copy";

export type MigrationRecord = {
  name: string;
  checksum: string;
  state: "applied" | "begun" | "rolled back";
};

const CREATE = {
  sqlite: `CREATE TABLE "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`,
  postgres: `CREATE TABLE "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
)`,
};

const TABLES = {
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
  postgres: "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
};

/**
 * The history of a database, oldest migration first; null if it has no tables. A Problem if it has
 * tables and no history.
 */
export async function historyOf(database: SqlQueryable): Promise<MigrationRecord[] | null> {
  const tables = await query(database, TABLES[kindOf(database)]);
  if (tables.length === 0) return null;
  if (!tables.some(([name]) => name === "_prisma_migrations")) {
    const line = "The database is not empty, and what is in it is not Roost's. Use another one.";
    throw new Problem("internal", line);
  }
  const rows = await query(
    database,
    `SELECT migration_name, checksum, finished_at IS NULL, rolled_back_at IS NULL
    FROM "_prisma_migrations" ORDER BY migration_name, started_at`,
  );
  return rows.map(([name, checksum, isUnfinished, isInForce]) => ({
    name: `${name}`,
    checksum: `${checksum}`,
    state: !isInForce ? "rolled back" : isUnfinished ? "begun" : "applied",
  }));
}

/** Creates the table. */
export async function createHistory(database: SqlQueryable): Promise<void> {
  await database.executeRaw({ sql: CREATE[kindOf(database)], args: [], argTypes: [] });
}

/** Records that a migration was applied from `startedAt` until now. */
export async function recordMigration(
  database: SqlQueryable,
  { name, sql }: Migration,
  startedAt: Date,
): Promise<void> {
  const values = [randomUUID(), checksumOf(sql), name, time(startedAt), time(new Date())];
  const marks = values.map((_, at) => (kindOf(database) === "sqlite" ? "?" : `$${at + 1}`));
  await database.executeRaw({
    sql: `INSERT INTO "_prisma_migrations"
      (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
      VALUES (${marks.join(", ")}, 1)`,
    args: values,
    argTypes: values.map(() => ({ scalarType: "string", arity: "scalar" })),
  });
}

/** A time as Prisma's adapter writes it on SQLite; with its zone for PostgreSQL. */
function time(date: Date): string {
  return date.toISOString().replace("Z", "+00:00");
}

function kindOf(database: SqlQueryable): "sqlite" | "postgres" {
  return database.provider === "sqlite" ? "sqlite" : "postgres";
}

async function query(database: SqlQueryable, sql: string): Promise<unknown[][]> {
  return (await database.queryRaw({ sql, args: [], argTypes: [] })).rows;
}
