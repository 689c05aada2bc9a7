import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Counts } from "./counts.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  // The cache reads zero as a missing time; a process's clock never returns it.
  vi.advanceTimersByTime(1);
});
afterEach(() => vi.useRealTimers());

test("a count ends a fixed time after its first attempt, and its 429 says when", () => {
  const counts = new Counts(300);
  counts.add("a network");
  vi.advanceTimersByTime(200_000);
  counts.add("a network");
  expect(counts.of("a network")).toBe(2);
  expect(counts.refusal("a network", "too many")).toMatchObject({ retryAfterSeconds: 100 });
  vi.advanceTimersByTime(100_001);
  expect(counts.of("a network")).toBe(0);
});

test("keeps the latest hundred thousand keys", () => {
  const counts = new Counts(300);
  for (let key = 0; key < 100_010; key += 1) counts.add(String(key));
  expect([counts.of("9"), counts.of("10"), counts.of("100009")]).toEqual([0, 1, 1]);
});
