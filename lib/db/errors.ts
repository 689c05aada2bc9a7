/*
 * What went wrong in the database. Errors are told apart by their codes: the client and the
 * drivers are loaded more than once in a process, so their classes are not one class.
 */

/** What a driver adapter tells of an error, whatever the client has wrapped around it. */
type Cause = {
  kind?: unknown;
  originalCode?: unknown;
  originalMessage?: unknown;
  constraint?: { fields?: unknown; index?: unknown };
};

const UNREACHABLE_KINDS = new Set<unknown>([
  "DatabaseNotReachable",
  "DatabaseDoesNotExist",
  "DatabaseAccessDenied",
  "AuthenticationFailed",
  "ConnectionClosed",
  "SocketTimeout",
  "TlsConnectionError",
  "TooManyConnections",
]);

/** Connection, resource and shutdown errors of PostgreSQL; a full or unreadable disk on SQLite. */
const UNREACHABLE_CODES =
  /^(08...|53...|57...|58...|25P03|SQLITE_FULL|SQLITE_CANTOPEN\w*|SQLITE_IOERR\w*)$/;

const NETWORK_CODES = /^(ECONN\w+|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)$/;

/** What we say when the database is silent. */
export const NO_ANSWER = "no answer from the database";

/** The PostgreSQL driver gives these no code. */
const NETWORK_MESSAGES = /connection terminated|not queryable|when trying to connect/i;

/** A unique value is taken; with `field`, one whose index has that field. */
export function isUniqueViolation(error: unknown, field?: string): boolean {
  const cause = causeOf(error);
  if (codeOf(error) !== "P2002" && cause.kind !== "UniqueConstraintViolation") return false;
  if (field === undefined) return true;
  const { fields, index } = cause.constraint ?? {};
  if (Array.isArray(fields)) return fields.includes(field);
  if (typeof index !== "string") return false;
  if (index.endsWith("_pkey")) return field === "id";
  return index.split("_").slice(1, -1).includes(field);
}

/** An update, a deletion or an `OrThrow` read found no row. */
export function isMissingRow(error: unknown): boolean {
  return codeOf(error) === "P2025";
}

/** A table is not there: nothing has migrated this database yet. */
export function isMissingTable(error: unknown): boolean {
  return codeOf(error) === "P2021";
}

/** Another process holds the lock: the same transaction can succeed a moment later. */
export function isBusy(error: unknown): boolean {
  const { kind, originalCode } = causeOf(error);
  if (kind === "TransactionWriteConflict") return true;
  return /^(SQLITE_BUSY\w*|55P03)$/.test(`${originalCode}`);
}

/** The database does not answer, or not to us: nothing is wrong with the request. */
export function isUnavailable(error: unknown): boolean {
  if (isBusy(error)) return true;
  const { kind, originalCode } = causeOf(error);
  if (UNREACHABLE_KINDS.has(kind) || UNREACHABLE_CODES.test(`${originalCode}`)) return true;
  if (NETWORK_CODES.test(`${codeOf(error)}`)) return true;
  if (!(error instanceof Error)) return false;
  return error.message === NO_ANSWER || NETWORK_MESSAGES.test(error.message);
}

/** The table that the schema engine wants to fill has others beside it. */
export function isNotEmpty(error: unknown): boolean {
  return codeOf(error) === "P3005";
}

/** What the database itself said, in one line. */
export function originalMessage(error: unknown): string {
  const { originalMessage } = causeOf(error);
  const message = originalMessage ?? (error instanceof Error ? error.message : error);
  return `${message}`.split("\n").find((line) => line.trim() !== "") ?? "unknown error";
}

function codeOf(error: unknown): unknown {
  return property(error, "code");
}

function causeOf(error: unknown): Cause {
  const driverError = property(property(error, "meta"), "driverAdapterError") ?? error;
  const cause = property(driverError, "cause");
  // All of a Cause is optional and unknown, so that any object is one.
  return typeof cause === "object" && cause !== null ? (cause as Cause) : {};
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
