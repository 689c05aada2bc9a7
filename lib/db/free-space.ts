import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** Space for the largest write: the log, the database file, and SQLite's temporary sorts. */
const NEEDED_BYTES = 8 * 1024 * 1024;

type Space = { bsize: number; blocks: number; bfree: number; bavail: number };

/** Rejects if the file system of this file has too little space for a write. */
export async function assertRoom(path: string): Promise<void> {
  if (isFull(await statfs(dirname(path)), process.getuid?.() === 0)) {
    throw new Error(`the disk of ${path} is full`);
  }
}

/** Some blocks are reserved for the administrator. A file system without a size is unknown. */
export function isFull({ bsize, blocks, bfree, bavail }: Space, isAdministrator: boolean): boolean {
  const left = isAdministrator ? bfree : bavail;
  return blocks > 0 && left * bsize < NEEDED_BYTES;
}
