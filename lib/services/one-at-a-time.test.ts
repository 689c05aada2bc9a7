import { expect, test } from "vitest";
import { processState } from "#lib/config/process-state.ts";
import { oneAtATime } from "./one-at-a-time.ts";

test("works of one name follow each other, failed ones too, and those of others do not wait", async () => {
  const gate = Promise.withResolvers<void>();
  const begun: string[] = [];
  const first = oneAtATime("a", async () => {
    begun.push("first");
    await gate.promise;
    throw new Error("it failed");
  });
  const second = oneAtATime("a", async () => begun.push("second"));
  await oneAtATime("b", async () => begun.push("other"));
  expect(begun).toEqual(["first", "other"]);
  gate.resolve();
  await expect(first).rejects.toThrow("it failed");
  await second;
  expect(begun).toEqual(["first", "other", "second"]);
});

test("no more than a thousand wait, and a line that is done is forgotten", async () => {
  const gate = Promise.withResolvers<void>();
  const all = Array.from({ length: 1001 }, () => oneAtATime("c", () => gate.promise));
  await expect(oneAtATime("c", async () => {})).rejects.toMatchObject({ problem: "unavailable" });
  gate.resolve();
  await Promise.all(all);
  await expect(oneAtATime("c", async () => "again")).resolves.toBe("again");
  expect(processState("one-at-a-time", () => new Map()).size).toBe(0);
});
