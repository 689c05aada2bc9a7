import { randomUUID } from "node:crypto";
import { link, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DAY_MS } from "#lib/contract/durations.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { BackupContent, Restored } from "./backup-content.ts";
import { isPostgresql } from "./database.ts";
import { dumpPostgresql } from "./postgresql-backup.ts";
import { restorePostgresql } from "./postgresql-restore.ts";
import { claimDatabase, joinDatabase } from "./presence.ts";
import { copySqlite, restoreSqlite } from "./sqlite-backup.ts";
import { createPrivateFile, databasePath } from "./sqlite-connection.ts";
import { COMPANIONS, synchronize } from "./sqlite-files.ts";

const DRAFT = /\.part-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-journal)?$/;
const DRAFT_LIFETIME_MS = DAY_MS;

/**
 * Copies the database, even during writes, into one file readable by this user only, and reads the
 * copy back. The file appears complete or not at all; an existing one is replaced only with
 * `force`. `assertFits` may refuse the database once its log is checked and no restore can begin.
 * Rejects with a Problem of one line.
 */
export async function backUp(
  url: string,
  target: string,
  force: boolean,
  assertFits?: () => Promise<void>,
): Promise<BackupContent> {
  await assertWritable(url, target, force);
  await removeOldDrafts(target);
  const presence = await joinDatabase(url);
  const draft = `${target}.part-${randomUUID()}`;
  try {
    await assertFits?.();
    await createPrivateFile(draft);
    const content = await (isPostgresql(url)
      ? dumpPostgresql(url, draft)
      : copySqlite(databasePath(url), draft));
    await synchronize(draft);
    await publish(draft, target, force);
    return content;
  } finally {
    await rm(draft, { force: true });
    await presence.leave();
  }
}

/**
 * Replaces the database by a backup; no process may use it during that time. The previous data is
 * kept under another name. On SQLite `beforeMoving` gets the new content before anything is moved.
 * Rejects with a Problem of one line; the database is then unchanged.
 */
export async function restore(
  url: string,
  source: string,
  beforeMoving?: (content: BackupContent) => void,
): Promise<Restored> {
  const presence = await claimDatabase(url);
  try {
    return await (isPostgresql(url)
      ? restorePostgresql(url, source)
      : restoreSqlite(databasePath(url), source, beforeMoving));
  } finally {
    await presence.leave();
  }
}

async function assertWritable(url: string, target: string, force: boolean): Promise<void> {
  const folder = await stat(dirname(target)).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new Problem("invalid_request", `There is no folder ${dirname(target)}.`);
  }
  const present = await stat(target).catch(() => undefined);
  if (present === undefined) return;
  if (!present.isFile()) throw new Problem("invalid_request", `${target} is not a file.`);
  if (!force) throw exists(target);
  if (isPostgresql(url)) return;
  const path = databasePath(url);
  const own = [path, ...["-wal", ".lock", ...COMPANIONS].map((end) => `${path}${end}`)];
  const names = await Promise.all(own.map((name) => realpath(name).catch(() => name)));
  if (names.includes(await realpath(target))) {
    throw new Problem("invalid_request", `${target} is the database itself.`);
  }
}

const exists = (target: string) =>
  new Problem("invalid_request", `${target} exists. Choose another name, or add --force.`);

/** A hard link, unlike a rename, does not replace an existing file. */
async function publish(draft: string, target: string, force: boolean): Promise<void> {
  if (force) await rename(draft, target);
  else {
    await link(draft, target).catch((error: unknown) => {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EEXIST") throw exists(target);
      // Some file systems have no links; the name was free a moment ago.
      return rename(draft, target);
    });
  }
  await synchronize(dirname(target));
}

/** Removes the drafts of killed backups from this folder; no process writes them any more. */
async function removeOldDrafts(target: string): Promise<void> {
  const folder = dirname(target);
  for (const name of await readdir(folder)) {
    if (!DRAFT.test(name) || basename(target) === name) continue;
    // Another backup to the same folder may have removed it.
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > DRAFT_LIFETIME_MS)
      await rm(join(folder, name), { force: true });
  }
}
