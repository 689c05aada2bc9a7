import { expect, test } from "vitest";
import { SharedRuns } from "./shared-run.ts";

/** Runs whose end the test decides. */
function counted() {
  const shared = new SharedRuns<number>();
  const ends: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  const work = () => {
    const { promise, ...end } = Promise.withResolvers<number>();
    ends.push(end);
    return promise;
  };
  return { shared, ends, ask: (key: object) => shared.run(key, work) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("those who ask during a run share one that begins after they asked", async () => {
  const { ends, ask } = counted();
  const key = {};
  const [first, ...later] = Array.from({ length: 5 }, () => ask(key));
  expect(ends).toHaveLength(1);
  ends[0]?.resolve(1);
  expect(await first).toBe(1);
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]?.resolve(2);
  expect(await Promise.all(later)).toEqual([2, 2, 2, 2]);
  const fresh = ask(key);
  ends[2]?.resolve(3);
  expect(await fresh).toBe(3);
});

test("a failed run fails those who shared it, and none of the next", async () => {
  const { ends, ask } = counted();
  const key = {};
  const first = ask(key);
  const next = ask(key);
  ends[0]?.reject(new Error("broken"));
  await expect(first).rejects.toThrow("broken");
  await settled();
  ends[1]?.resolve(2);
  expect(await next).toBe(2);
});

test("other keys do not wait", () => {
  const { ends, ask } = counted();
  ask({});
  ask({});
  expect(ends).toHaveLength(2);
});
