import { afterAll, inject } from "vitest";
import { type Database, useDatabase } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import type { WriteLimits } from "#lib/db/writer.ts";
import { newTestDatabase } from "./test-databases.ts";

const cleanups: (() => Promise<void>)[] = [];

// Last in, first out: a database is closed before it is removed.
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/**
 * Makes a migrated database of its own the process's one, on the database of this run: once for a
 * file (`beforeAll`) or for each test. It is removed at the end of the file.
 */
export async function freshDatabase(): Promise<{ url: string; database: Database }> {
  const url = await freshDatabaseUrl("migrated");
  const database = await openAgain(url);
  useDatabase(database);
  return { url, database };
}

/** The URL of a database that nobody has opened, migrated or with nothing in it. */
export async function freshDatabaseUrl(content: "migrated" | "empty"): Promise<string> {
  const { url, remove } = await newTestDatabase(inject("testDatabases"), content);
  cleanups.push(remove);
  return url;
}

/** Opens a database as one more process would. It is closed at the end of the file. */
export async function openAgain(url: string, limits?: Partial<WriteLimits>): Promise<Database> {
  const database = await openDatabase(url, limits);
  cleanups.push(() => database.close());
  return database;
}
