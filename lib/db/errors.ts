import { isProblem, Problem } from "#lib/contract/problem.ts";

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

/**
 * Connection, resource and shutdown errors of PostgreSQL, and a server that only reads, as a
 * standby does; a full, unreadable or read-only disk on SQLite.
 */
const UNREACHABLE_CODES =
  /^(08...|53...|57...|58...|25P03|25006|SQLITE_(FULL|CANTOPEN|IOERR|READONLY)\w*)$/;

const NETWORK_CODES = /^(ECONN\w+|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)$/;

/** What we say when the database is silent. */
export const NO_ANSWER = "no answer from the database";

const OUTCOME_UNKNOWN =
  "the database did not confirm the change, so its outcome is unknown. Check before you repeat it; a repetition with the same Idempotency-Key is safe";

/** What the driver says when no connection came about in time. */
const NO_CONNECTION = /timeout exceeded when trying to connect|due to connection timeout/;

const SQLSTATE = /^[0-9FHPX][0-9A-Z]{4}$/;
const ENDED_BY_SERVER = /^(08|57P)/;

/** The driver sent nothing: it knew already that the connection was lost. */
const NOT_SENT = /not queryable/i;

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

/** The database says nothing at all: what is asked next will get no answer either. */
export function isSilent(error: unknown): boolean {
  return (
    error instanceof Error && (error.message === NO_ANSWER || NO_CONNECTION.test(error.message))
  );
}

/**
 * What the failure of a COMMIT on a server means: if the server refused it, nothing was committed;
 * if it was sent and the connection was lost, a Problem that says that the outcome is unknown.
 */
export function afterCommit(error: unknown): unknown {
  const code = `${causeOf(error).originalCode}`;
  const refused = SQLSTATE.test(code) && !ENDED_BY_SERVER.test(code);
  if (refused || (error instanceof Error && NOT_SENT.test(error.message))) return error;
  return outcomeUnknown(error);
}

/** Says of a write that it may have been carried out. */
export function outcomeUnknown(cause: unknown): Problem {
  return new Problem("unavailable", OUTCOME_UNKNOWN, { cause });
}

/** The error of a write that may have been carried out. */
export function isOutcomeUnknown(error: unknown): boolean {
  return isProblem(error) && error.message === OUTCOME_UNKNOWN;
}

/** The database, or what talks to it, failed: not a mistake in how it was asked. */
export function isDatabaseError(error: unknown): boolean {
  const { kind, originalCode } = causeOf(error);
  if (isSilent(error) || NETWORK_MESSAGES.test(`${property(error, "message")}`)) return true;
  return kind !== undefined || originalCode !== undefined || /^P\d{4}$/.test(`${codeOf(error)}`);
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
  if (typeof cause === "object" && cause !== null) return cause as Cause;
  // The SQLite driver itself, where no adapter is around it.
  const code = codeOf(error);
  return typeof code === "string" && code.startsWith("SQLITE_") ? { originalCode: code } : {};
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
