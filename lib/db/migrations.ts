import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import type { MigrationList } from "@prisma/schema-engine-wasm";
import { isMissingPart } from "#lib/config/system-errors.mjs";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import { isPostgresql } from "./database.ts";
import { isBusy, isNotEmpty, isUnavailable, originalMessage } from "./errors.ts";
import {
  connectPostgresql,
  connectSqlite,
  type MigrationConnection,
} from "./migration-connection.ts";
import { migrationsDirectory, type Provider, readMigrations } from "./migration-files.ts";
import { joinDatabase } from "./presence.ts";
import { type Engine, type MigrationState, withSchemaEngine } from "./schema-engine.ts";

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
  const migrations = await readMigrations(directory ?? migrationsDirectory(provider), provider);
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
  migrations: MigrationList,
): Promise<string[]> {
  const connection = await (provider === "sqlite" ? connectSqlite(url) : connectPostgresql(url));
  try {
    const applied = await bringUpToDate(connection, provider, migrations);
    await connection.markStart();
    return applied;
  } finally {
    await connection.close();
  }
}

async function bringUpToDate(
  connection: MigrationConnection,
  provider: Provider,
  migrations: MigrationList,
): Promise<string[]> {
  const { adapter } = connection;
  const fresh = !(await hasHistory(adapter));
  const [next] = fresh ? nameList(migrations) : await pending(adapter, provider, migrations);
  if (next === undefined) return [];
  const copy = fresh ? undefined : await connection.copy(next);
  try {
    const applied = await connection.inTransaction(async (inside) => {
      // Another process may have been faster: only under the lock is the answer final.
      if (await hasHistory(inside)) await pending(inside, provider, migrations);
      return withEngine(inside, provider, (engine) => engine.apply(migrations));
    });
    await (applied.length > 0 ? copy?.keep() : copy?.discard());
    return applied;
  } catch (error) {
    await copy?.discard();
    throw error;
  }
}

async function hasHistory(adapter: SqlDriverAdapter): Promise<boolean> {
  const sql =
    adapter.provider === "sqlite"
      ? "SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'"
      : "SELECT 1 FROM information_schema.tables WHERE table_name = '_prisma_migrations' AND table_schema = current_schema()";
  const found = await adapter.queryRaw({ sql, args: [], argTypes: [] });
  return found.rows.length > 0;
}

/** The migrations that the database lacks; a Problem if its history is not one to go on from. */
async function pending(
  adapter: SqlDriverAdapter,
  provider: Provider,
  migrations: MigrationList,
): Promise<string[]> {
  const state = await withEngine(adapter, provider, (engine) => engine.diagnose(migrations));
  const refusal = refusalOf(state);
  if (refusal) throw new Problem("internal", refusal);
  return state.history?.diagnostic === "databaseIsBehind"
    ? state.history.unappliedMigrationNames
    : [];
}

function withEngine<T>(
  adapter: SqlDriverAdapter,
  provider: Provider,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const datamodel = `datasource db {\n  provider = "${provider}"\n}\n`;
  return withSchemaEngine(adapter, [["schema.prisma", datamodel]], use);
}

function nameList(migrations: MigrationList): string[] {
  return migrations.migrationDirectories.map((migration) => migration.path);
}

/** Why a database cannot be brought up to date, in one line. */
function refusalOf({ history, failed, edited }: MigrationState): string | undefined {
  if (history?.diagnostic === "migrationsDirectoryIsBehind") {
    const names = history.unpersistedMigrationNames.join(", ");
    return `The database is newer than this version of Roost: it has the migration ${names}. Start the newer version, or restore a copy made before the upgrade.`;
  }
  if (history?.diagnostic === "historiesDiverge") {
    const names = history.unpersistedMigrationNames.join(", ");
    return `The database comes from another line of Roost: this version does not know its migration ${names}.`;
  }
  if (failed.length > 0) {
    return `The database is half way through the migration ${failed.join(", ")}, which another tool began. Restore a copy made before it.`;
  }
  if (edited.length > 0) {
    return `The migration ${edited.join(", ")} is not the one that the database was made with. Restore the file as it was.`;
  }
  return undefined;
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
  if (isNotEmpty(error)) {
    const line = "The database is not empty, and what is in it is not Roost's. Use another one.";
    return new Problem("internal", line, details);
  }
  return new Problem(
    "internal",
    `The database could not be upgraded and is as it was before: ${reason}`,
    details,
  );
}
