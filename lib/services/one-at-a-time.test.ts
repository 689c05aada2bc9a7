import { afterEach, expect, test, vi } from "vitest";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { oneAtATime } from "./one-at-a-time.ts";

afterEach(() => vi.useRealTimers());

const soon = () => performance.now() + 20_000;

test("jobs of one name run in sequence, even after failures, and do not block other names", async () => {
  const gate = Promise.withResolvers<void>();
  const begun: string[] = [];
  const first = oneAtATime("a", soon(), async () => {
    begun.push("first");
    await gate.promise;
    throw new Error("it failed");
  });
  const second = oneAtATime("a", soon(), async () => begun.push("second"));
  const third = oneAtATime("a", soon(), async () => begun.push("third"));
  await oneAtATime("b", soon(), async () => begun.push("other"));
  expect(begun).toEqual(["first", "other"]);
  gate.resolve();
  await expect(first).rejects.toThrow("it failed");
  await Promise.all([second, third]);
  expect(begun).toEqual(["first", "other", "second", "third"]);
});

test("at most a thousand jobs wait, and finished queues are removed", async () => {
  const gate = Promise.withResolvers<void>();
  const all = Array.from({ length: 1001 }, () => oneAtATime("c", soon(), () => gate.promise));
  await expect(oneAtATime("c", soon(), async () => {})).rejects.toMatchObject({
    problem: "unavailable",
  });
  gate.resolve();
  await Promise.all(all);
  await expect(oneAtATime("c", soon(), async () => "again")).resolves.toBe("again");
  expect(globalSingleton("one-at-a-time", () => new Map()).size).toBe(0);
});

test("a job that cannot start before its deadline is refused and never runs", async () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  const gate = Promise.withResolvers<void>();
  const begun: string[] = [];
  const line = (name: string) => oneAtATime("d", soon(), async () => begun.push(name));
  const first = oneAtATime("d", soon(), () => gate.promise);
  const late = expect(line("late")).rejects.toMatchObject({
    problem: "unavailable",
    retryAfterSeconds: 5,
  });
  await vi.advanceTimersByTimeAsync(10_000);
  const later = line("later");
  await vi.advanceTimersByTimeAsync(10_000);
  await late;
  gate.resolve();
  await Promise.all([first, later]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begun).toEqual(["later"]);
  expect(globalSingleton("one-at-a-time", () => new Map()).size).toBe(0);
});
