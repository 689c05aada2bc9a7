import { inject } from "vitest";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { type Database, useDatabase } from "#lib/db/database.ts";
import { openDatabase } from "#lib/db/open-database.ts";
import type { WriteLimits } from "#lib/db/writer.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { flushUses } from "#lib/services/usage/count-uses.ts";
import { atFileEnd } from "./file-end.ts";
import { newTestDatabase } from "./test-databases.ts";

const state = () => globalSingleton("test-database", () => ({ isOpen: false }));

/**
 * Opens a new migrated database, of the kind of this run, as the process's one: once per file
 * (`beforeAll`) or per test. Removed after the file.
 */
export async function freshDatabase(): Promise<{ url: string; database: Database }> {
  const url = await freshDatabaseUrl("migrated");
  const database = await openAgain(url);
  // What earlier requests left to be written belongs to the database before.
  if (state().isOpen) await Promise.all([flushWrites(), flushUses()]);
  useDatabase(database);
  state().isOpen = true;
  return { url, database };
}

/** The URL of a new unopened database, migrated or empty. */
export async function freshDatabaseUrl(content: "migrated" | "empty"): Promise<string> {
  const { url, remove } = await newTestDatabase(inject("testDatabases"), content);
  atFileEnd(remove);
  return url;
}

/** Opens a database like another process. Closed after the file. */
export async function openAgain(url: string, limits?: Partial<WriteLimits>): Promise<Database> {
  const database = await openDatabase(url, limits);
  atFileEnd(() => database.close());
  return database;
}
