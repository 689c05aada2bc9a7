import { expect, test } from "vitest";
import { isBusy, isMissingRow, isUnavailable, isUniqueViolation } from "./errors.ts";

test("what is no database error is none of them", () => {
  for (const other of [undefined, null, "P2002", 5, {}, new Error("P2002"), { code: 503 }]) {
    expect(isUniqueViolation(other)).toBe(false);
    expect(isMissingRow(other)).toBe(false);
    expect(isBusy(other)).toBe(false);
    expect(isUnavailable(other)).toBe(false);
  }
});

test("a lost network and a stopping server are unavailable", () => {
  const socketError = Object.assign(new Error("connect"), { code: "EHOSTUNREACH" });
  const stopping = { meta: { driverAdapterError: { cause: { originalCode: "57P01" } } } };
  for (const error of [socketError, stopping, new Error("Connection terminated unexpectedly")]) {
    expect(isUnavailable(error)).toBe(true);
    expect(isBusy(error)).toBe(false);
  }
});
