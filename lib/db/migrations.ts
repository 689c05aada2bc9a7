import type { SqlQueryable } from "@prisma/driver-adapter-utils";
import { isMissingPart } from "#lib/config/system-errors.mjs";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import { isPostgresql } from "./database.ts";
import { isBusy, isOutcomeUnknown, isUnavailable, originalMessage } from "./errors.ts";
import type { MigrationConnection, RunScript } from "./migration-connection.ts";
import { type Migration, migrationsDirectory, readMigrations } from "./migration-files.ts";
import { createHistory, historyOf, recordMigration } from "./migration-history.ts";
import { addedOrphans, type Orphan, orphanSummary } from "./orphans.ts";
import { pendingMigrations } from "./pending-migrations.ts";
import { connectPostgresql } from "./postgresql-migration.ts";
import { joinDatabase } from "./presence.ts";
import { connectSqlite } from "./sqlite-migration.ts";
import { retryWhileBusy } from "./writer.ts";

/** The applied migrations, and the rows that refer to missing rows (`orphanSummary`). */
export type Migrated = { applied: string[]; orphans?: string };

const connectTo = (url: string): Promise<MigrationConnection> =>
  isPostgresql(url) ? connectPostgresql(url) : connectSqlite(url);

/**
 * Applies all pending migrations or none. An SQLite file with rows is copied first. `assertFits`
 * may refuse before the database is opened, while no restore can begin. Rejects with a Problem of
 * one line about the database's state, or with the error of a missing part of the program.
 */
export function migrate(
  url: string,
  directory?: string,
  assertFits?: () => Promise<void>,
  connect = connectTo,
): Promise<Migrated> {
  return explaining(async (done) => {
    const migrations = await migrationsFor(url, directory);
    const presence = await joinDatabase(url);
    try {
      await assertFits?.();
      await migrateAlongside(await connect(url), migrations, done);
    } finally {
      await presence.leave();
    }
  });
}

/** The same for a process that has claimed the database. */
export function migrateClaimed(url: string): Promise<Migrated> {
  return explaining(async (done) => {
    await migrateAlongside(await connectTo(url), await migrationsFor(url), done);
  });
}

function migrationsFor(url: string, directory?: string): Promise<Migration[]> {
  const provider = isPostgresql(url) ? "postgresql" : "sqlite";
  return readMigrations(directory ?? migrationsDirectory(provider));
}

/** Runs the work, which passes on its result once nothing can undo it. */
async function explaining(
  work: (done: (result: Migrated) => void) => Promise<void>,
): Promise<Migrated> {
  let migrated: Migrated | undefined;
  try {
    await work((result) => {
      migrated = result;
    });
    return migrated ?? { applied: [] };
  } catch (error) {
    throw explained(error, migrated);
  }
}

/** `done` gets the result once nothing can undo it. */
async function migrateAlongside(
  connection: MigrationConnection,
  migrations: Migration[],
  done: (result: Migrated) => void,
): Promise<void> {
  try {
    const history = await retryWhileBusy(() => historyOf(connection.database));
    if (pendingMigrations(migrations, history ?? []).length > 0) {
      await connection.inTransaction(
        (inside, runScript) => applyMissing(connection, inside, runScript, migrations),
        done,
      );
    } else done({ applied: [] });
    await connection.finish();
  } finally {
    await connection.close();
  }
}

/** Reads the history again: another process may have been faster. */
async function applyMissing(
  connection: MigrationConnection,
  inside: SqlQueryable,
  runScript: RunScript,
  migrations: Migration[],
): Promise<Migrated> {
  const history = await historyOf(inside);
  const pending = pendingMigrations(migrations, history ?? []);
  const [next] = pending;
  if (next === undefined) return { applied: [] };
  const copy = history ? await connection.copy(next.name) : undefined;
  try {
    const before = await connection.orphans();
    if (history === null) await createHistory(inside);
    for (const migration of pending) {
      const startedAt = new Date();
      await runScript(migration.sql);
      await recordMigration(inside, migration, startedAt);
    }
    const after = await connection.orphans();
    assertNoneAdded(before, after);
    // Named before the COMMIT: a kill or an error after it must not lose the copy.
    await copy?.keep();
    const orphans = orphanSummary(after);
    return { applied: pending.map(({ name }) => name), ...(orphans && { orphans }) };
  } catch (error) {
    await copy?.discard();
    throw error;
  }
}

function assertNoneAdded(before: Orphan[], after: Orphan[]): void {
  const added = orphanSummary(addedOrphans(before, after));
  if (added === undefined) return;
  throw new Error(`it leaves rows that refer to missing rows: ${added}`);
}

function explained(error: unknown, migrated: Migrated | undefined): unknown {
  // The caller reports a missing part of the program.
  if (isMissingPart(error)) return error;
  const reason = originalMessage(error);
  const details = { cause: error };
  if (migrated !== undefined && migrated.applied.length > 0) {
    const line = `The database was upgraded, but a step after that failed. Start again: ${reason}`;
    return new Problem("unavailable", line, details);
  }
  if (isOutcomeUnknown(error)) {
    const line =
      "The database did not confirm the upgrade, so it is upgraded or as it was before. Start again, which completes it.";
    return new Problem("unavailable", line, details);
  }
  if (isProblem(error)) return error;
  if (isBusy(error)) {
    return new Problem("unavailable", "Another process keeps the database locked.", details);
  }
  if (isUnavailable(error)) {
    return new Problem("unavailable", `The database cannot be reached: ${reason}`, details);
  }
  const line =
    migrated === undefined
      ? `The database could not be upgraded and is as it was before: ${reason}`
      : `The database is up to date, but cannot be used: ${reason}`;
  return new Problem("internal", line, details);
}
