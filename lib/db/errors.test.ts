import { expect, test } from "vitest";
import {
  afterCommit,
  isBusy,
  isMissingRow,
  isOutcomeUnknown,
  isUnavailable,
  isUniqueViolation,
} from "./errors.ts";

test("other errors match no predicate", () => {
  for (const other of [undefined, null, "P2002", 5, {}, new Error("P2002"), { code: 503 }]) {
    expect(isUniqueViolation(other)).toBe(false);
    expect(isMissingRow(other)).toBe(false);
    expect(isBusy(other)).toBe(false);
    expect(isUnavailable(other)).toBe(false);
  }
});

function driverError(cause: object) {
  return { code: "P2010", meta: { driverAdapterError: { cause } } };
}

test.each([
  ["an unreachable host", Object.assign(new Error("connect"), { code: "EHOSTUNREACH" })],
  ["a refused connection", driverError({ kind: "DatabaseNotReachable" })],
  ["a reset connection", driverError({ kind: "ConnectionClosed" })],
  ["a stopping server", driverError({ originalCode: "57P01" })],
  ["a server without connections to spare", driverError({ kind: "TooManyConnections" })],
  ["a full disk", driverError({ originalCode: "SQLITE_FULL" })],
  ["an unwritable disk", driverError({ originalCode: "SQLITE_IOERR_WRITE" })],
  ["a read-only file", driverError({ originalCode: "SQLITE_READONLY" })],
  ["a file that was moved", driverError({ originalCode: "SQLITE_READONLY_DBMOVED" })],
  ["a file that cannot be opened", driverError({ originalCode: "SQLITE_CANTOPEN" })],
  ["a read-only server", driverError({ kind: "postgres", originalCode: "25006" })],
  ["an ended connection", new Error("Connection terminated unexpectedly")],
  ["a broken connection", new Error("Client has encountered an error and is not queryable")],
  ["an exhausted pool", new Error("timeout exceeded when trying to connect")],
])("%s is unavailable, not just busy", (_, error) => {
  expect(isUnavailable(error)).toBe(true);
  expect(isBusy(error)).toBe(false);
});

test("a lock of another process is busy and unavailable", () => {
  for (const originalCode of ["SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "55P03"]) {
    const error = driverError({ kind: "SocketTimeout", originalCode });
    expect([isBusy(error), isUnavailable(error)]).toEqual([true, true]);
  }
});

test.each([
  ["a refused COMMIT", driverError({ originalCode: "23505" }), false],
  ["a full disk at the server", driverError({ originalCode: "53100" }), false],
  ["a conflict", driverError({ kind: "TransactionWriteConflict", originalCode: "40001" }), false],
  ["a COMMIT that was never sent", new Error("Client ... is not queryable"), false],
  ["a server that stops", driverError({ originalCode: "57P01" }), true],
  [
    "a reset connection",
    driverError({ kind: "ConnectionClosed", originalCode: "ECONNRESET" }),
    true,
  ],
  ["a broken pipe", Object.assign(new Error("write"), { code: "EPIPE" }), true],
  ["silence", new Error("no answer from the database"), true],
  ["an unexpected error", new Error("?"), true],
])("after a COMMIT, %s leaves the outcome unknown: %j → %s", (_, error, unknown) => {
  expect(isOutcomeUnknown(afterCommit(error))).toBe(unknown);
});
