import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { publish } from "./data-directory.ts";

/*
 * The file `account` beside the secret says that this installation has an account, and in which
 * database. Without it a database that was lost would look like a new installation, which the next
 * visitor may set up.
 */

/** Whether there is an account or its owner deleted it; "unknown" where the file is damaged. */
export type Marker = { account: "present" | "deleted" | "unknown"; database: string };

const fileIn = (directory: string) => join(directory, "account");

/** Which database a URL means, without user and password; of an SQLite file its name. */
export function databaseName(url: string): string {
  if (url.startsWith("file:")) return basename(url.slice("file:".length));
  const { hostname, port, pathname, searchParams } = new URL(url);
  const schema = searchParams.get("schema");
  return `postgresql://${hostname}${port && `:${port}`}${pathname}${schema ? `?schema=${schema}` : ""}`;
}

/** The marker, or undefined where there is none. A damaged one is never taken for none. */
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

/** Puts the marker in place, whole or not at all. */
export function writeMarker(directory: string, { account, database }: Marker): void {
  publish(fileIn(directory), `${account} ${database}\n`, { replace: true });
}

/** Removes the marker; false if there was none. */
export function removeMarker(directory: string): boolean {
  if (readMarker(directory) === undefined) return false;
  rmSync(fileIn(directory), { force: true });
  return true;
}

/** Why a database without an account must not be started with, in one line; undefined if it may. */
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
