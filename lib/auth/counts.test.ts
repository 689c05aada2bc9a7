import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Counts } from "./counts.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  // The clock of a process is never at zero, which the cache takes for no time at all.
  vi.advanceTimersByTime(1);
});
afterEach(() => vi.useRealTimers());

test("a count ends a fixed time after its first one, and its refusal says when", () => {
  const counts = new Counts(300);
  counts.add("a network");
  vi.advanceTimersByTime(200_000);
  counts.add("a network");
  expect(counts.of("a network")).toBe(2);
  expect(counts.refusal("a network", "too many")).toMatchObject({ retryAfterSeconds: 100 });
  vi.advanceTimersByTime(100_001);
  expect(counts.of("a network")).toBe(0);
});

test("however many keys come, a hundred thousand are remembered, the latest of them", () => {
  const counts = new Counts(300);
  for (let key = 0; key < 100_010; key += 1) counts.add(String(key));
  expect([counts.of("9"), counts.of("10"), counts.of("100009")]).toEqual([0, 1, 1]);
});
