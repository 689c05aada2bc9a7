import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startBcryptWorker } from "./bcrypt-pool.ts";
import type { Lane } from "./lane-queue.ts";
import { WorkerPool } from "./worker-pool.ts";

const UNAVAILABLE = { problem: "unavailable", retryAfterSeconds: 1 };

const pools: WorkerPool[] = [];
let threads: Worker[] = [];

function poolOf(size: number, start: () => Worker = startBcryptWorker): WorkerPool {
  const startWorker = () => {
    const worker = start();
    threads.push(worker);
    return worker;
  };
  const pool = new WorkerPool({ size, startWorker });
  pools.push(pool);
  return pool;
}

function job(pool: WorkerPool, lane: Lane = "token", cost = 4): Promise<string> {
  return pool.run(lane, cost, { text: "a secret", salt: cost });
}

function jobs(pool: WorkerPool, count: number, lane: Lane, cost = 4): Promise<string>[] {
  return Array.from({ length: count }, () => job(pool, lane, cost));
}

/** The lanes of these jobs in the order in which they ended. */
async function endings(work: Partial<Record<Lane, Promise<string>[]>>): Promise<string[]> {
  const order: string[] = [];
  await Promise.all(
    Object.entries(work).flatMap(([lane, all]) =>
      all.map((one) => one.then(() => order.push(lane))),
    ),
  );
  return order;
}

// On a busy machine the bound on waiting must not end a job that a test is about.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  threads = [];
});

test("threads start with the first jobs, no more than the size, and are used again", async () => {
  const pool = poolOf(2);
  expect(pool.stats().workers).toBe(0);
  await job(pool);
  await job(pool);
  expect(threads).toHaveLength(1);
  const all = [...jobs(pool, 20, "token"), ...jobs(pool, 5, "suspect"), job(pool, "password")];
  expect(pool.stats().running).toBe(2);
  await Promise.all(all);
  expect(threads).toHaveLength(2);
  const started = { token: 22, suspect: 5, password: 1 };
  expect(pool.stats()).toMatchObject({ workers: 2, running: 0, started, rounds: 28 * 16 });
});

test("a flood of suspects leaves a thread free", async () => {
  const pool = poolOf(2);
  const suspects = jobs(pool, 17, "suspect");
  expect(pool.stats()).toMatchObject({ running: 1, queued: { suspect: 16 } });
  const token = job(pool);
  expect(pool.stats()).toMatchObject({ running: 2, queued: { token: 0, suspect: 16 } });
  await Promise.all([...suspects, token]);
});

test("tokens behind a flood of suspects end before nearly all of it", async () => {
  // With one thread the order of ending is the order of turns, whatever else the machine does.
  const pool = poolOf(1);
  const suspect = jobs(pool, 17, "suspect");
  const order = await endings({ suspect, token: jobs(pool, 12, "token") });
  const before = order.slice(0, order.lastIndexOf("token")).filter((lane) => lane === "suspect");
  expect(before.length).toBeLessThanOrEqual(4);
});

test("the queue of suspects is bounded, and full it turns away suspects only", async () => {
  const pool = poolOf(2);
  const all = jobs(pool, 20, "suspect");
  const refused = await Promise.allSettled(all.slice(17));
  expect(refused).toMatchObject(Array(3).fill({ status: "rejected", reason: UNAVAILABLE }));
  await expect(
    Promise.all([...all.slice(0, 17), job(pool), job(pool, "password")]),
  ).resolves.toHaveLength(19);
});

test("a single thread serves suspects too", async () => {
  await expect(job(poolOf(1), "suspect")).resolves.toMatch(/^\$2b\$04\$/);
});

test("a sign-in behind a flood of tokens ends among the first, and a token behind sign-ins", async () => {
  const pool = poolOf(1);
  const tokens = jobs(pool, 30, "token");
  const sooner = await endings({ token: tokens, password: jobs(pool, 1, "password") });
  expect(sooner.indexOf("password")).toBeLessThan(4);
  const passwords = jobs(pool, 30, "password");
  const order = await endings({ password: passwords, token: jobs(pool, 1, "token") });
  expect(order.indexOf("token")).toBeLessThan(4);
});

test("a job that would wait over two seconds is turned away at once, by lane", async () => {
  const pool = poolOf(1);
  const tokens = Promise.allSettled(jobs(pool, 60, "token", 10));
  // Before the first reply a cost of 10 counts as 60 ms: one runs, 33 wait within two seconds.
  expect(pool.stats()).toMatchObject({ running: 1, queued: { token: 33 }, refused: 26 });
  const signIn = Promise.allSettled([job(pool, "password")]);
  expect(pool.stats()).toMatchObject({ queued: { password: 1 }, refused: 26 });
  await pool.close();
  const refusal = { status: "rejected", reason: UNAVAILABLE };
  expect([...(await tokens), ...(await signIn)]).toMatchObject(Array(61).fill(refusal));
});

test("the pace is learned: after cheap jobs more of them may wait, after slow ones fewer", async () => {
  const reply = (milliseconds: number) =>
    `const { parentPort } = require("node:worker_threads");
     parentPort.on("message", () => parentPort.postMessage({ hash: "", milliseconds: ${milliseconds} }));`;
  const waiting = async (milliseconds: number) => {
    const pool = poolOf(1, () => new Worker(reply(milliseconds), { eval: true }));
    for (let turn = 0; turn < 30; turn += 1) await job(pool, "token", 10);
    const all = Promise.allSettled(jobs(pool, 300, "token", 10));
    const { queued } = pool.stats();
    await pool.close();
    await all;
    return queued.token;
  };
  expect(await waiting(600)).toBeLessThan(5);
  expect(await waiting(10)).toBeGreaterThan(100);
});

test("a free thread takes a job however slow the last ones were", async () => {
  const slow = `const { parentPort } = require("node:worker_threads");
    parentPort.on("message", () => parentPort.postMessage({ hash: "", milliseconds: 60000 }));`;
  const pool = poolOf(2, () => new Worker(slow, { eval: true }));
  for (let turn = 0; turn < 3; turn += 1) {
    await expect(Promise.all(jobs(pool, 2, "token", 10))).resolves.toEqual(["", ""]);
  }
});

test("a job that has waited two seconds in the queue is turned away, the running one is not", async () => {
  const pool = poolOf(1);
  const running = job(pool);
  const waiting = job(pool);
  const refusal = expect(waiting).rejects.toMatchObject(UNAVAILABLE);
  vi.advanceTimersByTime(1999);
  expect(pool.stats().queued.token).toBe(1);
  vi.advanceTimersByTime(1);
  expect(pool.stats()).toMatchObject({ queued: { token: 0 }, refused: 1 });
  await refusal;
  await expect(running).resolves.toMatch(/^\$2b\$04\$/);
  await expect(job(pool)).resolves.toMatch(/^\$2b\$04\$/);
  expect(vi.getTimerCount()).toBe(0);
});

test("a killed thread's job is answered, the waiting ones go to a new thread", async () => {
  const pool = poolOf(1);
  const lost = job(pool, "token", 15);
  const waiting = job(pool);
  const refusal = expect(lost).rejects.toMatchObject(UNAVAILABLE);
  await threads[0]?.terminate();
  await refusal;
  await expect(waiting).resolves.toMatch(/^\$2b\$04\$/);
  expect(threads).toHaveLength(2);
  expect(pool.stats()).toMatchObject({ workers: 1, running: 0, deaths: 1 });
});

test("a thread that dies idle is replaced with the next job", async () => {
  const pool = poolOf(1);
  await job(pool);
  await threads[0]?.terminate();
  await expect(job(pool)).resolves.toMatch(/^\$2b\$04\$/);
  expect(pool.stats()).toMatchObject({ workers: 1, deaths: 1 });
});

test("threads that cannot start answer every job, with the cause, and leave none hanging", async () => {
  const broken = poolOf(2, () => new Worker("throw new Error('no bcrypt here')", { eval: true }));
  const outcomes = await Promise.allSettled(jobs(broken, 6, "token"));
  const reason = { ...UNAVAILABLE, cause: { message: "no bcrypt here" } };
  expect(outcomes).toMatchObject(Array(6).fill({ status: "rejected", reason }));
  expect(broken.stats()).toMatchObject({ workers: 0, running: 0, deaths: 6 });

  const none = poolOf(2, () => {
    throw new Error("no memory for a thread");
  });
  await expect(job(none)).rejects.toMatchObject(UNAVAILABLE);
  await expect(job(none)).rejects.toMatchObject({ cause: { message: "no memory for a thread" } });
});

test("a closed pool has answered everything and starts again when asked", async () => {
  const pool = poolOf(1);
  const all = Promise.allSettled([job(pool, "token", 15), job(pool), job(pool, "suspect")]);
  await pool.close();
  expect(await all).toMatchObject(Array(3).fill({ status: "rejected", reason: UNAVAILABLE }));
  expect(pool.stats()).toMatchObject({ workers: 0, running: 0, deaths: 0 });
  expect(threads[0]?.threadId).toBe(-1);
  await expect(job(pool)).resolves.toMatch(/^\$2b\$04\$/);
});
