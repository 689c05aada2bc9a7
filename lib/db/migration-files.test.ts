import { expect, test } from "vitest";
import { migrationsDirectory, type Provider, readMigrations } from "./migration-files.ts";

const PROVIDERS: Provider[] = ["sqlite", "postgresql"];

/** Parts that are not statements: comments, strings and quoted names. */
const QUOTED = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1/g;

/** Statements that end or split a transaction, cannot run in one, or have effects after it. */
const OUTSIDE =
  /^(?:BEGIN|COMMIT|END|ROLLBACK|ABORT|START\s+TRANSACTION|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION|VACUUM|ATTACH|DETACH|CHECKPOINT|CLUSTER|REINDEX|ALTER\s+SYSTEM|(?:CREATE|DROP)\s+(?:DATABASE|TABLESPACE|SUBSCRIPTION)|SET\s+(?!LOCAL\b)|PRAGMA\s+(?!(?:defer_)?foreign_keys\b))|\bCONCURRENTLY\b|\bADD\s+VALUE\b/i;

function unfit(sql: string): string[] {
  const plain = sql.replace(QUOTED, (text) => (/^[-/]/.test(text) ? " " : "''"));
  return plain.split(";").filter((statement) => OUTSIDE.test(statement.trim()));
}

test.each(PROVIDERS)("every migration for %s can be part of one transaction", async (provider) => {
  const migrations = await readMigrations(migrationsDirectory(provider));
  expect(migrations.length).toBeGreaterThan(10);
  for (const { name, sql } of migrations) expect(unfit(sql), name).toEqual([]);
});

test.each([
  `CREATE INDEX CONCURRENTLY "i" ON "Token" ("id")`,
  `CREATE UNIQUE INDEX concurrently "i" ON "Token" ("id")`,
  `DROP INDEX CONCURRENTLY "i"`,
  `SELECT 1; -- then\nCOMMIT; SELECT 2`,
  "BEGIN; SELECT 1",
  "/* all */ start transaction",
  "ROLLBACK",
  "VACUUM",
  "VACUUM INTO 'copy'",
  "REINDEX TABLE CONCURRENTLY t",
  `ALTER TYPE "Role" ADD VALUE 'guest'`,
  "ALTER SYSTEM SET work_mem = '1GB'",
  "SET search_path = other",
  "PRAGMA journal_mode = DELETE",
])("%s cannot", (sql) => {
  expect(unfit(sql)).toHaveLength(1);
});

test.each([
  `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF;`,
  `-- COMMIT;\nCREATE TABLE "VACUUM" ("BEGIN" TEXT DEFAULT 'a; COMMIT;')`,
  `CREATE FUNCTION f() RETURNS trigger AS $f$ BEGIN; COMMIT; END $f$ LANGUAGE plpgsql`,
  "SET LOCAL work_mem = '1GB'",
])("%s can", (sql) => {
  expect(unfit(sql)).toEqual([]);
});
