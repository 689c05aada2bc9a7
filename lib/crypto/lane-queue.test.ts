import { expect, test } from "vitest";
import { LANES, type Lane, LaneQueue, type Queued } from "./lane-queue.ts";

function queueOf(...groups: [count: number, lane: Lane, rounds: number][]): LaneQueue<Queued> {
  const queue = new LaneQueue<Queued>();
  for (const [count, lane, rounds] of groups) {
    for (let made = 0; made < count; made += 1) queue.add({ lane, rounds });
  }
  return queue;
}

function lanesTaken(queue: LaneQueue<Queued>, count: number): Record<Lane, number> {
  const taken: Record<Lane, number> = { token: 0, password: 0, suspect: 0 };
  for (let turn = 0; turn < count; turn += 1) {
    const job = queue.take(LANES);
    if (job !== undefined) taken[job.lane] += 1;
  }
  return taken;
}

test("within a lane, first in is first out", () => {
  const queue = new LaneQueue<Queued & { name: string }>();
  for (const name of ["a", "b", "c"]) queue.add({ lane: "token", rounds: 16, name });
  const names = [queue.take(LANES), queue.take(LANES), queue.take(LANES)].map((job) => job?.name);
  expect(names).toEqual(["a", "b", "c"]);
  expect(queue.take(LANES)).toBeUndefined();
});

test("lanes that all wait are served 6 to 3 to 1", () => {
  const queue = queueOf([100, "suspect", 16], [100, "password", 16], [100, "token", 16]);
  expect(lanesTaken(queue, 100)).toEqual({ token: 60, password: 30, suspect: 10 });
});

test("shares are of work: a password of four times the cost goes a quarter as often", () => {
  const queue = queueOf([200, "password", 64], [200, "token", 16]);
  const { token, password } = lanesTaken(queue, 90);
  expect(token).toBe(80);
  expect(password).toBe(10);
});

test("one sign-in behind a flood of tokens is next, and one token behind a flood of sign-ins", () => {
  for (const [flood, single] of [
    ["token", "password"],
    ["password", "token"],
  ] as const) {
    const queue = queueOf([500, flood, 1024]);
    lanesTaken(queue, 100);
    queue.add({ lane: single, rounds: 1024 });
    expect(lanesTaken(queue, 3)[single]).toBe(1);
  }
});

test("a lane that was idle has saved nothing up and owes nothing", () => {
  const queue = queueOf([300, "token", 16]);
  lanesTaken(queue, 200);
  for (let made = 0; made < 100; made += 1) queue.add({ lane: "suspect", rounds: 16 });
  expect(lanesTaken(queue, 70).suspect).toBeLessThanOrEqual(11);

  const other = queueOf([200, "suspect", 16]);
  lanesTaken(other, 150);
  for (let made = 0; made < 50; made += 1) other.add({ lane: "token", rounds: 16 });
  for (let made = 0; made < 50; made += 1) other.add({ lane: "suspect", rounds: 16 });
  expect(lanesTaken(other, 50).suspect).toBeLessThanOrEqual(8);
});

test("only the lanes asked for are served", () => {
  const queue = queueOf([1, "suspect", 16]);
  expect(queue.take(["token", "password"])).toBeUndefined();
  expect(queue.take(["suspect"])).toEqual({ lane: "suspect", rounds: 16 });
});

test("a removed job is never served", () => {
  const queue = new LaneQueue<Queued>();
  const [kept, gone] = [
    { lane: "token", rounds: 16 } as const,
    { lane: "token", rounds: 16 } as const,
  ];
  queue.add(gone);
  queue.add(kept);
  queue.remove(gone);
  queue.remove(gone);
  expect(queue.lengths()).toEqual({ token: 1, password: 0, suspect: 0 });
  expect(queue.take(LANES)).toBe(kept);
});

test("what is ahead of a job counts its own lane whole and the others by their shares", () => {
  const queue = queueOf([10, "token", 100], [50, "password", 100], [50, "suspect", 100]);
  // While 1000 rounds of tokens are served, passwords get 500 and suspects 167.
  expect(queue.roundsAhead("token")).toBeCloseTo(1000 + 500 + 1000 / 6);
  // The suspects' own 5000 come last: by then every token and password is done.
  expect(queue.roundsAhead("suspect")).toBe(5000 + 1000 + 5000);
  expect(queueOf([10, "token", 100]).roundsAhead("password")).toBe(0);
});

test("draining hands out everything and leaves nothing", () => {
  const queue = queueOf([2, "token", 16], [1, "suspect", 16]);
  expect(queue.drain()).toHaveLength(3);
  expect(queue.take(LANES)).toBeUndefined();
});
