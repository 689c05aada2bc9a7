import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue.ts";

type Job = { rounds: number; name: string };

const SHARES: Record<string, number> = { wide: 6, middle: 3, narrow: 1 };
const queueOf = (...groups: [count: number, path: string, rounds?: number][]) => {
  const queue = new FairQueue<Job>((key) => SHARES[key] ?? 1);
  for (const [count, path, rounds = 16] of groups) addTo(queue, count, path, rounds);
  return queue;
};

function addTo(queue: FairQueue<Job>, count: number, path: string, rounds = 16): void {
  for (let made = 0; made < count; made += 1) {
    queue.add({ rounds, name: `${path} ${made}` }, path.split("/"));
  }
}

const all = () => true;

/** The paths of the next jobs. */
function next(
  queue: FairQueue<Job>,
  count: number,
  mayServe: (path: readonly string[]) => boolean = all,
) {
  const jobs = Array.from({ length: count }, () => queue.take(mayServe));
  return jobs.map((job) => job?.name.split(" ")[0]);
}

function counts(queue: FairQueue<Job>, count: number): Record<string, number> {
  const found: Record<string, number> = {};
  for (const path of next(queue, count)) found[String(path)] = (found[String(path)] ?? 0) + 1;
  return found;
}

test("the innermost parts are first in, first out", () => {
  const queue = queueOf([3, "wide/a"]);
  const names = [queue.take(all), queue.take(all), queue.take(all)].map((job) => job?.name);
  expect(names).toEqual(["wide/a 0", "wide/a 1", "wide/a 2"]);
  expect(queue.take(all)).toBeUndefined();
});

test("waiting lanes are served in proportion to their shares", () => {
  const queue = queueOf([100, "narrow/x"], [100, "middle/x"], [100, "wide/x"]);
  expect(counts(queue, 100)).toEqual({ "wide/x": 60, "middle/x": 30, "narrow/x": 10 });
});

test("shares count work: jobs of four times the cost are served a quarter as often", () => {
  const queue = queueOf([200, "middle/x", 64], [200, "wide/x", 16]);
  expect(counts(queue, 90)).toEqual({ "wide/x": 80, "middle/x": 10 });
});

test("a job is not delayed by a flood of another lane, network or user", () => {
  for (const [flood, single] of [
    ["wide/net/a", "narrow/net/a"],
    ["narrow/net/a", "wide/net/a"],
    ["wide/one/a", "wide/other/a"],
    ["wide/net/a", "wide/net/b"],
  ] as const) {
    const queue = queueOf([500, flood, 1024]);
    next(queue, 100);
    addTo(queue, 1, single, 1024);
    expect(next(queue, 10), flood).toContain(single);
  }
});

test("many addresses of one network share one turn, beside another network's", () => {
  const queue = queueOf();
  for (let made = 0; made < 300; made += 1) addTo(queue, 1, `wide/2001:db8:1/${made}`);
  addTo(queue, 5, "wide/192.0.2.0/192.0.2.7");
  expect(counts(queue, 10)["wide/192.0.2.0/192.0.2.7"]).toBe(5);
});

test("an idle part accumulates no credit, and a part that returns keeps its debt", () => {
  const queue = queueOf([300, "wide/x"]);
  next(queue, 200);
  addTo(queue, 100, "narrow/x");
  expect(counts(queue, 70)["narrow/x"]).toBeLessThanOrEqual(11);

  const other = queueOf([100, "wide/patient"]);
  const served: unknown[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    addTo(other, 1, "wide/hasty");
    served.push(...next(other, 1));
  }
  expect(served.filter((path) => path === "wide/patient").length).toBeGreaterThanOrEqual(19);
});

test("a part that may not be served is skipped and keeps its place", () => {
  const queue = queueOf([2, "wide/a"], [1, "wide/b"], [1, "narrow/c"]);
  const notA = (path: readonly string[]) => path[1] !== "a";
  expect(next(queue, 3, notA)).toEqual(["wide/b", "narrow/c", undefined]);
  expect(next(queue, 2)).toEqual(["wide/a", "wide/a"]);
});

test("a removed job is not served, and is removed once", () => {
  const queue = queueOf();
  const gone = { rounds: 16, name: "gone" };
  queue.add(gone, ["wide", "a"]);
  addTo(queue, 1, "wide/a");
  expect([queue.remove(gone, ["wide", "a"]), queue.remove(gone, ["wide", "a"])]).toEqual([
    true,
    false,
  ]);
  expect(queue.remove(gone, ["wide", "nowhere"])).toBe(false);
  expect([queue.size, queue.sizeOf("wide")]).toEqual([1, 1]);
  expect(next(queue, 2)).toEqual(["wide/a", undefined]);
});

test("sheds the newest job of the longest part; among equals, of the newest part", () => {
  const queue = queueOf(
    [2, "wide/one/a"],
    [3, "wide/flood/a"],
    [4, "wide/flood/b"],
    [1, "narrow/x"],
  );
  expect(queue.shed("wide")?.name).toBe("wide/flood/b 3");
  expect(queue.sizeOf("wide")).toBe(8);
  const equal = queueOf([1, "wide/first"], [1, "wide/last"]);
  expect(equal.shed("wide")?.name).toBe("wide/last 0");
  expect(queue.shed("nowhere")).toBeUndefined();
});

test("draining returns all jobs and leaves none", () => {
  const queue = queueOf([2, "wide/a"], [1, "narrow/b"]);
  expect(queue.drain()).toHaveLength(3);
  expect([queue.size, queue.take(all)]).toEqual([0, undefined]);
});

test.each([2, 900])("single-use names use bounded memory while %d jobs wait", (waiting) => {
  const queue = queueOf();
  const arrive = (n: number) => addTo(queue, 1, `wide/net ${n}/subnet ${n}/host ${n}`);
  for (let n = 0; n < waiting; n += 1) arrive(n);
  let most = 0;
  for (let n = waiting; n < 20_000; n += 1) {
    arrive(n);
    next(queue, 1);
    if (n % 100 === 0) most = Math.max(most, queue.parts);
  }
  expect(most).toBeLessThan(10_000);
});

test("single-use names leave no memory in use", () => {
  const queue = queueOf();
  for (let made = 0; made < 20_000; made += 1) {
    addTo(queue, 1, `wide/${made}`);
    next(queue, 1);
  }
  expect(queue.parts).toBeLessThan(200);
});
