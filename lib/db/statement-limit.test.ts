import { afterEach, expect, test, vi } from "vitest";
import { transactionClock } from "./statement-limit.ts";

afterEach(() => vi.useRealTimers());

test("statements before a COMMIT share one limit from BEGIN; COMMIT has its own", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const limitOf = transactionClock(10_000, 5_000)();
  vi.advanceTimersByTime(60_000);
  expect(limitOf("BEGIN")).toBe(10_000);
  vi.advanceTimersByTime(4_000);
  expect(limitOf("SELECT pg_advisory_xact_lock(1)")).toBe(6_000);
  vi.advanceTimersByTime(5_900);
  expect(limitOf("INSERT")).toBe(100);
  expect(limitOf("COMMIT")).toBe(5_000);
  vi.advanceTimersByTime(5_000);
  expect(limitOf("INSERT")).toBe(1);
  expect(limitOf("ROLLBACK")).toBe(1_000);
  expect(limitOf("BEGIN")).toBe(10_000);
});
