import { isProblem, Problem } from "#lib/contract/problem.ts";

/*
 * Classifies errors of the database by their codes: client and drivers are loaded more than once
 * in a process, so `instanceof` does not work.
 */

/** A driver adapter's data of an error, regardless of the client's wrapper. */
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

/**
 * Connection, resource and shutdown errors of PostgreSQL, and a read-only server such as a standby;
 * a full, unreadable or read-only disk on SQLite.
 */
const UNREACHABLE_CODES =
  /^(08...|53...|57...|58...|25P03|25006|SQLITE_(FULL|CANTOPEN|IOERR|READONLY)\w*)$/;

const NETWORK_CODES = /^(ECONN\w+|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)$/;

/** The message for a silent database. */
export const NO_ANSWER = "no answer from the database";

const OUTCOME_UNKNOWN =
  "the database did not confirm the change, so its outcome is unknown. Check before you repeat it; retrying with the same Idempotency-Key is safe";

/** The driver's messages for a connection timeout. */
const NO_CONNECTION = /timeout exceeded when trying to connect|due to connection timeout/;

const SQLSTATE = /^[0-9FHPX][0-9A-Z]{4}$/;
const ENDED_BY_SERVER = /^(08|57P)/;
const REFUSED_BY_SQLITE = /^SQLITE_(?!IOERR)/;

/** The driver sent nothing: the connection was already lost. */
const NOT_SENT = /not queryable/i;

/** Messages of the PostgreSQL driver without a code. */
const NETWORK_MESSAGES = /connection terminated|not queryable|when trying to connect/i;

/** A duplicate unique value; with `field`, in an index with that field. */
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

/** An update, deletion or `OrThrow` read found no row. */
export function isMissingRow(error: unknown): boolean {
  return codeOf(error) === "P2025";
}

/** A table is missing: the database was not migrated. */
export function isMissingTable(error: unknown): boolean {
  return codeOf(error) === "P2021" || causeOf(error).kind === "TableDoesNotExist";
}

/** Another process holds the lock: a retry can succeed. */
export function isBusy(error: unknown): boolean {
  const { kind, originalCode } = causeOf(error);
  if (kind === "TransactionWriteConflict") return true;
  return /^(SQLITE_BUSY\w*|55P03)$/.test(`${originalCode}`);
}

/** The database is unreachable or refuses connections: the request is not at fault. */
export function isUnavailable(error: unknown): boolean {
  if (isBusy(error)) return true;
  const { kind, originalCode } = causeOf(error);
  if (UNREACHABLE_KINDS.has(kind) || UNREACHABLE_CODES.test(`${originalCode}`)) return true;
  if (NETWORK_CODES.test(`${codeOf(error)}`)) return true;
  if (!(error instanceof Error)) return false;
  return error.message === NO_ANSWER || NETWORK_MESSAGES.test(error.message);
}

/** The database does not answer at all: later requests will not be answered either. */
export function isSilent(error: unknown): boolean {
  return (
    error instanceof Error && (error.message === NO_ANSWER || NO_CONNECTION.test(error.message))
  );
}

/**
 * Maps the failure of a COMMIT: if the database refused it, nothing was committed; if it was sent to
 * a server and the connection was lost, or reached the disk only in part, a Problem with unknown
 * outcome.
 */
export function afterCommit(error: unknown): unknown {
  const code = `${causeOf(error).originalCode}`;
  const refused = SQLSTATE.test(code) && !ENDED_BY_SERVER.test(code);
  if (
    refused ||
    REFUSED_BY_SQLITE.test(code) ||
    (error instanceof Error && NOT_SENT.test(error.message))
  )
    return error;
  return outcomeUnknown(error);
}

/** The error of a write that may have been committed. */
export function outcomeUnknown(cause: unknown): Problem {
  return new Problem("unavailable", OUTCOME_UNKNOWN, { cause });
}

/** Whether a write may have been committed. */
export function isOutcomeUnknown(error: unknown): boolean {
  return isProblem(error) && error.message === OUTCOME_UNKNOWN;
}

/** The database or its connection failed; not an error in the query. */
export function isDatabaseError(error: unknown): boolean {
  const { kind, originalCode } = causeOf(error);
  if (isSilent(error) || NETWORK_MESSAGES.test(`${property(error, "message")}`)) return true;
  return kind !== undefined || originalCode !== undefined || /^P\d{4}$/.test(`${codeOf(error)}`);
}

/** The database's own message, in one line. */
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
  // All fields of a Cause are optional and unknown, so any object is one.
  if (typeof cause === "object" && cause !== null) return cause as Cause;
  // An error of a driver without its adapter: of SQLite, or of a PostgreSQL server.
  const code = codeOf(error);
  const isDrivers = /^SQLITE_/.test(`${code}`) || property(error, "severity") !== undefined;
  return isDrivers ? { originalCode: code } : {};
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
