import { randomUUID } from "node:crypto";
import { chmod, constants, copyFile, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { Problem } from "#lib/contract/problem.ts";
import type { BackupContent, Restored } from "./backup-content.ts";
import { giveOwnNumber } from "./change-number.ts";
import { assertKnownMigrations } from "./known-migrations.ts";
import { assertLogBelongs } from "./log-belongs.ts";
import { orphanSummary, orphansOf } from "./orphans.ts";
import { createPrivateFile } from "./sqlite-connection.ts";
import { COMPANIONS, synchronize } from "./sqlite-files.ts";

const LOCK_MS = 10_000;
const ALL_PAGES = 2 ** 31 - 1;
const MAGIC = "SQLite format 3\0";
/** Offset of the header's write version, and its value for a write-ahead log. */
const JOURNAL_AT = 18;
const WRITE_AHEAD = 2;

/** Copies a database into an empty file in one step, and reads the copy back. */
export async function copySqlite(path: string, draft: string): Promise<BackupContent> {
  if ((await stat(path).catch(() => undefined)) === undefined) {
    throw new Problem("internal", `There is no database ${path}.`);
  }
  const source = new Sqlite(path, { fileMustExist: true, timeout: LOCK_MS });
  let content: BackupContent;
  try {
    source.pragma("query_only = ON");
    // One transaction: the same snapshot for counts and copy, even during writes.
    source.exec("BEGIN");
    content = await contentOf(source, path);
    await source.backup(draft, { progress: () => ALL_PAGES });
    source.exec("COMMIT");
  } finally {
    source.close();
  }
  giveOwnNumber(draft);
  const copied = await checked(draft, draft);
  if (JSON.stringify(copied) !== JSON.stringify(content)) {
    throw new Problem("internal", "The backup does not hold what the database holds.");
  }
  return content;
}

/** Replaces the database by a copy of `source`, and moves the previous files aside. */
export async function restoreSqlite(
  path: string,
  source: string,
  beforeMoving?: (content: BackupContent) => void,
): Promise<Restored> {
  const raw = await isRawCopy(source);
  if ((await realpath(source)) === (await realpath(path).catch(() => path))) {
    throw new Problem("invalid_request", `${source} is the database itself.`);
  }
  const draft = `${path}.restoring-${randomUUID()}`;
  await createPrivateFile(draft);
  try {
    await assertLogBelongs(source);
    await copyFile(source, draft);
    await chmod(draft, 0o600);
    // A copy of a stopped server's folder has its latest changes in the log.
    await copyFile(`${source}-wal`, `${draft}-wal`, constants.COPYFILE_EXCL).catch(ignoreMissing);
    const content = await checked(draft, source);
    await assertKnownMigrations("sqlite", content.migrations);
    giveOwnNumber(draft);
    await synchronize(draft);
    beforeMoving?.(content);
    const replaced = await moveAside(path);
    await rename(draft, path);
    await synchronize(dirname(path));
    return { content, replaced, raw };
  } finally {
    for (const end of ["", ...COMPANIONS]) await rm(`${draft}${end}`, { force: true });
  }
}

/** Whether the file was copied from a running server: it may lack the latest changes. */
async function isRawCopy(source: string): Promise<boolean> {
  const file = await open(source, "r").catch((error: Error) => {
    throw new Problem("invalid_request", `${source} cannot be read: ${error.message}`);
  });
  try {
    const header = Buffer.alloc(100);
    await file.read(header, 0, header.length, 0);
    if (header.toString("latin1").startsWith("PGDMP")) {
      const line = `${source} is a backup of a PostgreSQL database, and DATABASE_URL names an SQLite file.`;
      throw new Problem("invalid_request", line);
    }
    if (!header.toString("latin1").startsWith(MAGIC)) {
      throw new Problem("invalid_request", `${source} is not a backup of Roost.`);
    }
    return header[JOURNAL_AT] === WRITE_AHEAD;
  } finally {
    await file.close();
  }
}

/** Reads a whole copy, which becomes a single file; a Problem if it is damaged. */
async function checked(path: string, name: string): Promise<BackupContent> {
  const copy = new Sqlite(path, { fileMustExist: true });
  try {
    copy.pragma("journal_mode = DELETE");
    const faults = copy.prepare("PRAGMA integrity_check(1)").all();
    if (faults.every((row) => row.integrity_check === "ok")) return await contentOf(copy, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && DAMAGED.test(`${error.code}`))) throw error;
  } finally {
    copy.close();
  }
  throw new Problem("internal", `${name} is damaged.`);
}

const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;

async function contentOf(database: Sqlite, name: string): Promise<BackupContent> {
  const tables = database
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1`,
    )
    .all()
    .map((row) => `${row.name}`);
  if (!tables.includes("_prisma_migrations")) {
    throw new Problem("invalid_request", `${name} is not a database of Roost.`);
  }
  const finished = `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1`;
  const count = (table: string) =>
    Number(database.prepare(`SELECT count(*) AS n FROM "${table}"`).get()?.n);
  const orphans = orphanSummary(
    await orphansOf(async (sql) => database.prepare(sql).all().map(Object.values)),
  );
  return {
    tables: Object.fromEntries(tables.map((table) => [table, count(table)])),
    migrations: database
      .prepare(finished)
      .all()
      .map((row) => `${row.name}`),
    ...(orphans && { orphans }),
  };
}

/**
 * Renames the database before its companions: a kill in between leaves a log without a database,
 * which the next start refuses, never a database without its log.
 */
async function moveAside(path: string): Promise<string | undefined> {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 17);
  const aside = `${path}.replaced-${time}`;
  let moved = false;
  for (const end of ["", ...COMPANIONS]) {
    const found = await rename(`${path}${end}`, `${aside}${end}`).then(() => true, ignoreMissing);
    moved ||= found === true;
  }
  return moved ? basename(aside) : undefined;
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
