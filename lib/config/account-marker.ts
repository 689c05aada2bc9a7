import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { publish } from "./data-directory.ts";

/*
 * The file `account` beside the secret records that this installation has an account, and in which
 * database. Without it a lost database would look like a new installation, which the next visitor
 * may set up.
 */

/** "present", or "deleted" by its owner; "unknown" if the file is damaged. */
export type Marker = { account: "present" | "deleted" | "unknown"; database: string };

const fileIn = (directory: string) => join(directory, "account");

/** The database of a URL without user and password; for SQLite the file's name. */
export function databaseName(url: string): string {
  if (url.startsWith("file:")) return basename(url.slice("file:".length));
  const { hostname, port, pathname, searchParams } = new URL(url);
  const schema = searchParams.get("schema");
  return `postgresql://${hostname}${port && `:${port}`}${pathname}${schema ? `?schema=${schema}` : ""}`;
}

/** The marker, or undefined if the file is missing. A damaged one has the account "unknown". */
export function readMarker(directory: string): Marker | undefined {
  let text: string;
  try {
    text = readFileSync(/* turbopackIgnore: true */ fileIn(directory), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const [, account, database = ""] = /^(present|deleted) ([^\n]+)\n$/.exec(text) ?? [];
  if (account === "present" || account === "deleted") return { account, database };
  return { account: "unknown", database };
}

/** Writes the marker atomically. */
export function writeMarker(directory: string, { account, database }: Marker): void {
  publish(fileIn(directory), `${account} ${database}\n`, { replace: true });
}

/** Removes the marker; false if there was none. */
export function removeMarker(directory: string): boolean {
  if (readMarker(directory) === undefined) return false;
  rmSync(fileIn(directory), { force: true });
  return true;
}

/** The reason in one line why a database without an account is refused; undefined if it is not. */
export function lostAccount(marker: Marker | undefined, databaseUrl: string): string | undefined {
  if (marker === undefined || marker.account === "deleted") return undefined;
  const name = databaseName(databaseUrl);
  const afresh = "npm run admin -- start-afresh";
  const ways = `Put it back, restore a backup (npm run admin -- restore <file>), or begin with a new account (${afresh}).`;
  if (marker.account === "unknown") {
    return `The file account, which says whether this installation has one, is damaged, and the database ${name} has none. If it had one: ${ways}`;
  }
  return marker.database === name
    ? `This installation has an account, but its database ${name} has none: it was lost or replaced. ${ways}`
    : `This installation has its account in the database ${marker.database}, but DATABASE_URL names ${name}, which has none. Correct DATABASE_URL, or begin there with a new account (${afresh}).`;
}
