import { randomInt } from "node:crypto";
import { open, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-journal|-wal|-shm)?$/;

/** Files left by a killed upgrade or restore: the name of the database, one of these, and a UUID. */
const DRAFTS = ["copying", "restoring"];

/** The files that SQLite keeps next to a database. */
export const COMPANIONS = ["-wal", "-shm", "-journal"] as const;

/** A number for a copy, unreachable by a write-ahead log of the original. Never 0, which means "none". */
export function randomChangeNumber(): number {
  return randomInt(1, 2 ** 31 - 1);
}

/** Removes incomplete copies of killed processes. Requires exclusive use of the database. */
export async function removeDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    const prefix = DRAFTS.map((draft) => `${basename(path)}.${draft}-`).find((text) =>
      name.startsWith(text),
    );
    if (prefix && UUID.test(name.slice(prefix.length))) {
      await rm(join(folder, name), { force: true });
    }
  }
}

/** Flushes a file, or the names in a folder, to the disk. */
export async function synchronize(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
