import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { SettingsError } from "./settings-error.ts";
import { systemReason } from "./system-errors.mjs";

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The meaning of these two codes when a folder is created. */
const REASONS = new Map([
  ["ENOTDIR", "it, or a part of its path, is not a folder"],
  ["ENOENT", "it cannot be created there"],
]);

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function cannot(what: string, error: unknown): SettingsError {
  const code = codeOf(error);
  return new SettingsError([`${what}: ${REASONS.get(code) ?? systemReason(code) ?? code}`]);
}

/** The folder of the secret: that of the SQLite file, or `data` in the root for PostgreSQL. */
export function dataDirectory(databaseUrl: string, root: string): string {
  return databaseUrl.startsWith("file:")
    ? dirname(databaseUrl.slice("file:".length))
    : join(root, "data");
}

/** Not Node's `recursive`, which never returns if the system reports ENOENT, as /proc does. */
function makeFolder(directory: string): void {
  if (existsSync(directory)) return;
  makeFolder(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/**
 * Creates the folder (mode 0700) if it is missing and checks that it and an existing database file
 * are writable. Throws a SettingsError with one line.
 */
export function prepareDataDirectory(directory: string, databaseUrl: string): void {
  try {
    makeFolder(directory);
    // With the dot the system reports a file that has the folder's name.
    accessSync(`${directory}/.`, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw cannot(`The data folder ${directory} cannot be used`, error);
  }
  if (!databaseUrl.startsWith("file:")) return;
  const file = databaseUrl.slice("file:".length);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isFile()) throw new SettingsError([`DATABASE_URL: ${file} is not a file`]);
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw cannot(`The database ${file} cannot be written`, error);
  }
}

function readSecret(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw cannot(`The secret ${file} cannot be read`, error);
  }
  if (SECRET.test(text)) return text;
  throw new SettingsError([
    `The secret ${file} is damaged. Restore it, or delete it: everyone must then sign in again`,
  ]);
}

/** Syncs a folder's entries to the disk. */
function synchronizeFolder(directory: string): void {
  const descriptor = openSync(/* turbopackIgnore: true */ directory, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a file (mode 0600) atomically. Without `replace` an existing file is kept: of two
 * simultaneous starts, the second reads the first's.
 */
export function publish(file: string, text: string, { replace }: { replace: boolean }): void {
  const draft = `${file}.${process.pid}.${randomBytes(6).toString("hex")}`;
  try {
    // A path built here would make the bundler include the whole project.
    const descriptor = openSync(/* turbopackIgnore: true */ draft, "wx", 0o600);
    writeSync(descriptor, text);
    fsyncSync(descriptor);
    closeSync(descriptor);
    if (replace) renameSync(draft, file);
    else linkSync(draft, file);
    synchronizeFolder(dirname(file));
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    throw cannot(`The file ${file} cannot be written`, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The installation's secret from `<directory>/secret`, generated there (mode 0600) once. */
export function generatedSecret(directory: string): string {
  const file = join(directory, "secret");
  const existing = readSecret(file);
  if (existing !== undefined) return existing;
  publish(file, `${randomBytes(32).toString("base64url")}\n`, { replace: false });
  const published = readSecret(file);
  if (published === undefined) throw new SettingsError([`The secret ${file} disappeared`]);
  return published;
}
