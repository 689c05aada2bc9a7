import type { SqlQueryable } from "@prisma/driver-adapter-utils";
import { isMissingPart } from "#lib/config/system-errors.mjs";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import { isPostgresql } from "./database.ts";
import { isBusy, isUnavailable, originalMessage } from "./errors.ts";
import {
  connectPostgresql,
  connectSqlite,
  type MigrationConnection,
  type RunScript,
} from "./migration-connection.ts";
import {
  type Migration,
  migrationsDirectory,
  type Provider,
  readMigrations,
} from "./migration-files.ts";
import { createHistory, historyOf, recordMigration } from "./migration-history.ts";
import { pendingMigrations } from "./pending-migrations.ts";
import { joinDatabase } from "./presence.ts";
import { retryWhileBusy } from "./writer.ts";

/**
 * Brings a database to the newest migration, all of it or none. An SQLite file that has rows is
 * copied first. `assertFits` may refuse before anything is opened, while nothing can be restored.
 * Rejects with a Problem of one line, or with the error of a part of the program that is missing;
 * the database is then as it was.
 */
export async function migrate(
  url: string,
  directory?: string,
  assertFits?: () => Promise<void>,
): Promise<{ applied: string[] }> {
  const provider = isPostgresql(url) ? "postgresql" : "sqlite";
  const migrations = await readMigrations(directory ?? migrationsDirectory(provider));
  try {
    const presence = await joinDatabase(url);
    try {
      await assertFits?.();
      return { applied: await migrateAlongside(url, provider, migrations) };
    } finally {
      await presence.leave();
    }
  } catch (error) {
    throw explained(error);
  }
}

async function migrateAlongside(
  url: string,
  provider: Provider,
  migrations: Migration[],
): Promise<string[]> {
  const connection = await (provider === "sqlite" ? connectSqlite(url) : connectPostgresql(url));
  try {
    const applied = await bringUpToDate(connection, migrations);
    await connection.markStart();
    return applied;
  } finally {
    await connection.close();
  }
}

async function bringUpToDate(
  connection: MigrationConnection,
  migrations: Migration[],
): Promise<string[]> {
  const history = await retryWhileBusy(() => historyOf(connection.database));
  const [next] = pendingMigrations(migrations, history ?? []);
  if (next === undefined) return [];
  const copy = history ? await connection.copy(next.name) : undefined;
  try {
    const applied = await connection.inTransaction((inside, runScript) =>
      applyMissing(inside, runScript, migrations),
    );
    await (applied.length > 0 ? copy?.keep() : copy?.discard());
    return applied;
  } catch (error) {
    await copy?.discard();
    throw error;
  }
}

/** Reads the history again: another process may have been faster. */
async function applyMissing(
  inside: SqlQueryable,
  runScript: RunScript,
  migrations: Migration[],
): Promise<string[]> {
  const history = await historyOf(inside);
  const pending = pendingMigrations(migrations, history ?? []);
  if (history === null) await createHistory(inside);
  for (const migration of pending) {
    const startedAt = new Date();
    await runScript(migration.sql);
    await recordMigration(inside, migration, startedAt);
  }
  return pending.map(({ name }) => name);
}

function explained(error: unknown): unknown {
  // Of a part that is missing the caller knows better what to do.
  if (isProblem(error) || isMissingPart(error)) return error;
  const reason = originalMessage(error);
  const details = { cause: error };
  if (isBusy(error)) {
    return new Problem("unavailable", "Another process keeps the database locked.", details);
  }
  if (isUnavailable(error)) {
    return new Problem("unavailable", `The database cannot be reached: ${reason}`, details);
  }
  return new Problem(
    "internal",
    `The database could not be upgraded and is as it was before: ${reason}`,
    details,
  );
}
