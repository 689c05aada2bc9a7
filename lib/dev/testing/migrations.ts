import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { inject } from "vitest";
import type { Database, Tx } from "#lib/db/database.ts";
import { migrationsDirectory } from "#lib/db/migration-files.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import { databasePath } from "#lib/db/sqlite-connection.ts";
import { temporaryFolder } from "./file-end.ts";
import { runProgramOn } from "./run-program.ts";
import { fillEveryTable, type Rows, readEveryTable } from "./sample-rows.ts";

/** The kind of database of this test run. */
export const { kind } = inject("testDatabases");

const PROGRAM = fileURLToPath(new URL("../../cli/migrate.ts", import.meta.url));
const scratch = temporaryFolder("roost-migrations-");

/** The names of our migrations for a database, oldest first. */
export function namesIn(provider: typeof kind): string[] {
  const entries = readdirSync(migrationsDirectory(provider), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

export const names = namesIn(kind);

/** A folder with the first `count` of our migrations, followed by these. */
export function folderOf(count: number, later: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(scratch(), "folder-"));
  for (const name of names.slice(0, count)) {
    cpSync(join(migrationsDirectory(kind), name), join(folder, name), { recursive: true });
  }
  for (const [name, sql] of Object.entries(later)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

/** A folder with all of our migrations, followed by these. */
export function folderWith(later: Record<string, string>): string {
  return folderOf(names.length, later);
}

/** Opens the database only for the work: migrations need it exclusively. */
export async function using<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(url);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

export const fill = (url: string) => using(url, (database) => fillEveryTable(database, url));
export const rowsOf = (url: string): Promise<Rows> => using(url, (db) => readEveryTable(db, url));

type OldToken = {
  id: string;
  userId: string;
  publicId: string;
  createdAt: Date;
  expiresAt: Date;
  name?: string;
  nameKey?: string;
  lastUsedAt?: Date | null;
};

/** Stores a token in a database from before its secrets had a table. */
export async function insertOldToken(tx: Tx, token: OldToken): Promise<void> {
  const { id, userId, createdAt, expiresAt, publicId } = token;
  const { name = "", nameKey = "", lastUsedAt = null } = token;
  await tx.$executeRaw`
    INSERT INTO "Token" ("id", "userId", "name", "nameKey", "publicId", "hash", "createdBy",
      "createdAt", "expiresAt", "lastUsedAt")
    VALUES (${id}, ${userId}, ${name}, ${nameKey}, ${publicId}, '', '',
      ${createdAt}, ${expiresAt}, ${lastUsedAt})`;
}

/** Deletes rows as in SQLite's shell, without the check of what refers to them. */
export function deleteByHand(url: string, sql: string): void {
  const shell = new Sqlite(databasePath(url));
  shell.pragma("foreign_keys = OFF");
  shell.exec(sql);
  shell.close();
}

/** Runs the migration program like a start of the server. */
export const runProgram = (url: string) => runProgramOn(url, PROGRAM);

/** A later migration that replaces a referenced table, as written by the engine. */
const REPLACE_ACCOUNT_TABLE = {
  sqlite: `
    PRAGMA defer_foreign_keys=ON;
    PRAGMA foreign_keys=OFF;
    CREATE TABLE "new_Account" ("id" TEXT NOT NULL PRIMARY KEY, "domain" TEXT NOT NULL DEFAULT '',
      "domainCategory" TEXT NOT NULL DEFAULT '', "createdAt" DATETIME NOT NULL,
      "createdBy" TEXT NOT NULL, "settings" JSONB NOT NULL, "deletedAt" DATETIME, "motto" TEXT NOT NULL DEFAULT 'none');
    INSERT INTO "new_Account"
      ("id", "domain", "domainCategory", "createdAt", "createdBy", "settings", "deletedAt")
      SELECT "id", "domain", "domainCategory", "createdAt", "createdBy", "settings", "deletedAt"
      FROM "Account";
    DROP TABLE "Account";
    ALTER TABLE "new_Account" RENAME TO "Account";
    PRAGMA foreign_keys=ON;
    PRAGMA defer_foreign_keys=OFF;`,
  postgresql: `ALTER TABLE "Account" ADD COLUMN "motto" TEXT NOT NULL DEFAULT 'none';`,
};

export const MOTTO = { "29990101000000_motto": REPLACE_ACCOUNT_TABLE[kind] };

/** A statement that succeeds and deletes rows, before one that fails. */
export const FAILING = `DELETE FROM "Token"; CREATE TABLE "Extra" (id TEXT); CREATE TABLE "Extra" (id TEXT);`;
