import { beforeEach, expect, test } from "vitest";
import { replaceGlobalSingleton } from "./global-singleton.ts";
import { onShutdown, runShutdown } from "./shutdown.ts";

beforeEach(() => replaceGlobalSingleton("shutdown", []));

test("steps run once, in order, each after the one before has ended", async () => {
  const seen: string[] = [];
  onShutdown("first", async () => {
    await new Promise(setImmediate);
    seen.push("first");
  });
  onShutdown("second", () => void seen.push("second"));
  onShutdown("second", () => void seen.push("twice"));
  await runShutdown(() => seen.push("failed"));
  await runShutdown(() => seen.push("failed"));
  expect(seen).toEqual(["first", "second"]);
});

test("a failing step is reported and does not stop the next", async () => {
  const seen: unknown[] = [];
  onShutdown("bad", () => Promise.reject(new Error("disk")));
  onShutdown("good", () => void seen.push("good"));
  await runShutdown((name, error) => seen.push(name, String(error)));
  expect(seen).toEqual(["bad", "Error: disk", "good"]);
});
