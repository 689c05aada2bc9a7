import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import Sqlite from "better-sqlite3";
import { giveOwnNumber, markStart } from "./change-number.ts";
import { type Copy, committed, type MigrationConnection } from "./migration-connection.ts";
import { orphansOf } from "./orphans.ts";
import { beginImmediate, createPrivateFile, databasePath } from "./sqlite-connection.ts";
import { synchronize } from "./sqlite-files.ts";
import { retryWhileBusy } from "./writer.ts";

const COPY_LOCK_MS = 10_000;

/** Opens the SQLite file; creates it if it is missing. */
export async function connectSqlite(url: string): Promise<MigrationConnection> {
  const path = databasePath(url);
  await createPrivateFile(path);
  if ((await stat(path)).size === 0) giveOwnNumber(path);
  const adapter = await new PrismaBetterSqlite3({ url: path, timeout: 250 }).connect();
  let copied: string | undefined;
  return {
    database: adapter,
    inTransaction: async (work, done) => {
      // Off while tables are replaced: dropping the old one would delete the rows that refer to it.
      // The migrations' own PRAGMA has no effect inside a transaction.
      await adapter.executeScript("PRAGMA foreign_keys = OFF");
      const transaction = await retryWhileBusy(() => beginImmediate(adapter));
      const run = (script: string) => adapter.executeScript(script);
      await committed(transaction, () => work(transaction, run), done);
    },
    copy: async (label) => {
      copied = `${path}.before-${label}`;
      return copySqlite(path, copied);
    },
    orphans: () =>
      orphansOf(async (sql) => (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows),
    finish: async () => {
      if (copied !== undefined) await removeOthers(path, copied);
      await markStart(adapter);
    },
    close: () => adapter.dispose(),
  };
}

/**
 * On a connection of its own: this one's transaction, which has changed nothing yet, blocks other
 * writers during the copy.
 */
async function copySqlite(path: string, name: string): Promise<Copy> {
  const draft = `${path}.copying-${randomUUID()}`;
  await createPrivateFile(draft);
  const source = new Sqlite(path, { fileMustExist: true, timeout: COPY_LOCK_MS });
  try {
    source.exec(`VACUUM INTO '${draft.replaceAll("'", "''")}'`);
  } finally {
    source.close();
  }
  giveOwnNumber(draft);
  return {
    async keep() {
      await synchronize(draft);
      await rename(draft, name);
      await synchronize(dirname(name));
    },
    discard: () => rm(draft, { force: true }),
  };
}

/** The name of an upgrade's copy, and of its lock: other `.before-…` files are an operator's. */
const LABEL = /^\d{14}_\w+(?:\.lock)?$/;

/** Only the copy of the latest upgrade is kept, to return to the previous version. */
async function removeOthers(path: string, kept: string): Promise<void> {
  const folder = dirname(path);
  const prefix = `${basename(path)}.before-`;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const isCopy =
      entry.isFile() &&
      entry.name.startsWith(prefix) &&
      LABEL.test(entry.name.slice(prefix.length));
    const found = join(folder, entry.name);
    if (isCopy && found !== kept) await rm(found, { force: true });
  }
}
