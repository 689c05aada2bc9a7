import { resolve } from "node:path";
import { databaseName, writeMarker } from "#lib/config/account-marker.ts";
import { settings } from "#lib/config/settings.ts";
import { isProblem } from "#lib/contract/problem.ts";
import { backUp, restore } from "#lib/db/backup.ts";
import type { BackupContent } from "#lib/db/backup-content.ts";
import { isUnavailable, originalMessage } from "#lib/db/errors.ts";
import { assertAccount } from "../assert-account.ts";
import { CommandError } from "../command-error.ts";

/** `backup <file> [--force]`: copies the database into a file, even while a server runs. */
export async function writeBackup(file: string, force: boolean): Promise<void> {
  const target = fromCaller(file);
  // A copy of an empty database must not replace the last good backup.
  const content = await explained(backUp(settings().databaseUrl, target, force, assertAccount));
  process.stdout.write(`Backup written and read back: ${target}\n${summary(content)}\n`);
}

/** `restore <file>`: replaces the database by a backup; no process may use the database. */
export async function restoreBackup(file: string): Promise<void> {
  const source = fromCaller(file);
  const {
    content,
    replaced,
    raw,
    leftOut = [],
  } = await explained(restore(settings().databaseUrl, source, markRestored));
  process.stdout.write(`Restored from ${source}\n${summary(content)}\n`);
  if (replaced) process.stdout.write(`The replaced database is kept: ${replaced}\n`);
  if (leftOut.length > 0) {
    process.stdout.write(`Left out, as they are not Roost's: ${leftOut.join(", ")}\n`);
  }
  if (raw) {
    process.stdout.write(
      "This file is not from the backup command: it may lack the latest changes.\n",
    );
  }
}

/** Stores the account of a backup before files are moved: a kill must not leave an apparently new installation. */
function markRestored({ tables }: BackupContent): void {
  const { dataFolder, databaseUrl } = settings();
  if (dataFolder === undefined || !tables.Account) return;
  writeMarker(dataFolder, { account: "present", database: databaseName(databaseUrl) });
}

/** Resolves a path from the caller's folder: npm runs commands in the checkout. */
function fromCaller(file: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

function summary({ tables, orphans }: BackupContent): string {
  const shown = ["Account", "User", "Token", "Group", "AuditEvent"];
  const counts = shown.flatMap((name) =>
    tables[name] === undefined ? [] : `${name} ${tables[name]}`,
  );
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  const found = orphans ? `\nRows refer to missing rows: ${orphans}. They are kept.` : "";
  return `${rows} rows in ${Object.keys(tables).length} tables: ${counts.join(", ")}${found}`;
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isProblem(error)) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (isUnavailable(error) || typeof code === "string")
      throw new CommandError(originalMessage(error));
    throw error;
  }
}
