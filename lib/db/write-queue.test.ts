import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { writeQueue } from "./write-queue.ts";

test("a job runs in the async context of its caller, not of the previous job", async () => {
  const queue = writeQueue(60_000);
  const request = new AsyncLocalStorage<string>();
  const seen = ["a", "b", "c"].map((id) =>
    request.run(id, () => queue.run(async () => request.getStore())),
  );
  expect(await Promise.all(seen)).toEqual(["a", "b", "c"]);
});

test("a job that throws before its first promise fails alone", async () => {
  const queue = writeQueue(60_000);
  const first = queue.run(() => {
    throw new Error("synchronously");
  });
  const second = queue.run(async () => "ran");
  await expect(first).rejects.toThrow("synchronously");
  expect(await second).toBe("ran");
});

test("rejected waiting jobs never run; the running one and later ones do", async () => {
  const queue = writeQueue(60_000);
  const gate = Promise.withResolvers<string>();
  const ran: string[] = [];
  const under = queue.run(() => gate.promise);
  const waiting = ["a", "b"].map((id) => queue.run(async () => void ran.push(id)));
  queue.rejectWaiting(new Error("silent"));
  for (const job of waiting) await expect(job).rejects.toThrow("silent");
  const later = queue.run(async () => "later");
  gate.resolve("done");
  expect([await under, await later]).toEqual(["done", "later"]);
  expect(ran).toEqual([]);
});
