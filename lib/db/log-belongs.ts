import { open } from "node:fs/promises";
import { basename } from "node:path";
import { Problem } from "#lib/contract/problem.ts";
import { changeNumbersOf } from "./write-ahead-log.ts";

/*
 * SQLite replays a write-ahead log into any file next to it. If that is not the file of the log,
 * such as a manually restored backup, its data is lost or damaged. Each of our transactions
 * increments the number in the header of the database (`PRAGMA user_version`), so that the header
 * on disk is at most one behind the log's first number and never ahead of its last. Our copies get
 * a random number.
 */

const HEADER_BYTES = 100;
const CHANGE_NUMBER_AT = 60;
const MODULUS = 2 ** 32;

/** Refuses a database file next to the write-ahead log of another file: a Problem of one line. */
export async function assertLogBelongs(path: string): Promise<void> {
  const log = await changeNumbersOf(`${path}-wal`);
  // A log without commits changes nothing.
  if (log === undefined) return;
  const number = await changeNumberOf(path);
  if (number === "missing") throw refusal(path, "is missing");
  if (log === "none" || isBetween(number, log.first - 1, log.last)) return;
  throw refusal(path, "is not the file it belongs to");
}

/** The number in the header of a database file on disk, without the log. */
async function changeNumberOf(path: string): Promise<number | "missing"> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return "missing";
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    return bytesRead < HEADER_BYTES ? "missing" : header.readUInt32BE(CHANGE_NUMBER_AT);
  } finally {
    await file.close();
  }
}

/** Numbers wrap around to 0. */
function isBetween(number: number, first: number, last: number): boolean {
  const from = (value: number) => (value - first + 2 * MODULUS) % MODULUS;
  return from(number) <= from(last);
}

function refusal(path: string, what: string): Problem {
  const log = `${basename(path)}-wal`;
  return new Problem(
    "internal",
    `There is a write-ahead log, ${path}-wal, and ${basename(path)} ${what}. Put back the file it belongs to, or move ${log} away to start without its changes. To restore a backup, use npm run admin -- restore <file>.`,
  );
}
