import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { startBcryptWorker } from "./bcrypt-pool.ts";
import { type Lane, perLane, type Turn } from "./lanes.ts";
import { WorkerPool } from "./worker-pool.ts";

const UNAVAILABLE = { problem: "unavailable", retryAfterSeconds: 5 };

const pools: WorkerPool[] = [];
let threads: Worker[] = [];

function poolOf(size: number, start: () => Worker = () => startBcryptWorker()): WorkerPool {
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
  return jobOf(pool, { lane, flow: ["someone"] }, cost);
}

function jobOf(pool: WorkerPool, turn: Turn, cost = 4): Promise<string> {
  return pool.run(turn, cost, { text: "a secret", salt: cost });
}

function jobs(pool: WorkerPool, count: number, lane: Lane, cost = 4): Promise<string>[] {
  return Array.from({ length: count }, () => job(pool, lane, cost));
}

/** The jobs' lanes in the order of completion. */
async function endings(work: Partial<Record<Lane, Promise<string>[]>>): Promise<string[]> {
  const order: string[] = [];
  await Promise.all(
    Object.entries(work).flatMap(([lane, all]) =>
      all.map((one) => one.then(() => order.push(lane))),
    ),
  );
  return order;
}

// On a busy machine the maximum wait must not end a tested job.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
});

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  threads = [];
});

test("threads start with the first jobs, up to the size, and are reused", async () => {
  const pool = poolOf(2);
  expect(pool.stats().workers).toBe(0);
  await job(pool);
  await job(pool);
  expect(threads).toHaveLength(1);
  const all = [...jobs(pool, 20, "token"), ...jobs(pool, 5, "suspect"), job(pool, "password")];
  expect(pool.stats().running).toBe(2);
  await Promise.all(all);
  expect(threads).toHaveLength(2);
  const started = perLane(() => 0);
  Object.assign(started, { token: 22, suspect: 5, password: 1 });
  expect(pool.stats()).toMatchObject({ workers: 2, running: 0, started, rounds: 28 * 16 });
});

test.each<[Lane, Lane]>([
  ["suspect", "token"],
  ["creation", "token"],
  ["password", "known"],
  ["slow", "known"],
])("a flood in the lane %s leaves a thread free", async (low, first) => {
  const pool = poolOf(2);
  const turns = Array.from({ length: 17 }, (_, at) => ({ lane: low, flow: [`${at}`] }));
  const flood = turns.map((turn) => jobOf(pool, turn));
  expect(pool.stats()).toMatchObject({ running: 1, queued: { [low]: 16 } });
  const single = job(pool, first);
  expect(pool.stats()).toMatchObject({ running: 2, queued: { [first]: 0, [low]: 16 } });
  await Promise.all([...flood, single]);
});

test("suspects and creations together leave the reserved thread free", async () => {
  const pool = poolOf(2);
  const flood = [...jobs(pool, 9, "suspect"), ...jobs(pool, 9, "creation")];
  expect(pool.stats()).toMatchObject({ running: 1 });
  await Promise.all(flood);
});

test("creations of one user run one at a time, in parallel with other users'", async () => {
  const pool = poolOf(4);
  const own = jobs(pool, 5, "creation", 10);
  expect(pool.stats()).toMatchObject({ running: 1, queued: { creation: 4 } });
  const other = jobOf(pool, { lane: "creation", flow: ["another"] });
  expect(pool.stats()).toMatchObject({ running: 2, queued: { creation: 4 } });
  await Promise.all([...own, other]);
});

test("tokens behind a flood of suspects end before almost all of it", async () => {
  // With one thread the order of completion is the order of turns, whatever the machine's load.
  const pool = poolOf(1);
  const suspect = jobs(pool, 17, "suspect");
  const order = await endings({ suspect, token: jobs(pool, 12, "token") });
  const before = order.slice(0, order.lastIndexOf("token")).filter((lane) => lane === "suspect");
  expect(before.length).toBeLessThanOrEqual(3);
});

test("a lane holds a thousand jobs; beyond, the flow with the most loses one, not a new flow", async () => {
  const pool = poolOf(1);
  const flood = Promise.allSettled(jobs(pool, 1041, "suspect"));
  const newcomers = [1, 2].map((at) => jobOf(pool, { lane: "suspect", flow: [`net ${at}`] }));
  const others = [job(pool, "token"), job(pool, "creation")];
  expect(pool.stats()).toMatchObject({ running: 1, queued: { suspect: 1000 }, refused: 42 });
  await expect(Promise.all([...newcomers, ...others])).resolves.toHaveLength(4);
  const refused = (await flood).filter(({ status }) => status === "rejected");
  expect(refused).toMatchObject(Array(42).fill({ status: "rejected", reason: UNAVAILABLE }));
});

test("a single thread serves suspects too", async () => {
  await expect(job(poolOf(1), "suspect")).resolves.toMatch(/^\$2b\$04\$/);
});

test("a sign-in behind a flood of tokens ends among the first, and vice versa", async () => {
  const pool = poolOf(1);
  const tokens = jobs(pool, 30, "token");
  const sooner = await endings({ token: tokens, password: jobs(pool, 1, "password") });
  expect(sooner.indexOf("password")).toBeLessThan(4);
  const passwords = jobs(pool, 30, "password");
  const order = await endings({ password: passwords, token: jobs(pool, 1, "token") });
  expect(order.indexOf("token")).toBeLessThan(4);
});

test.each([
  [20_000, undefined],
  [90_000, 90_000],
])("a job that has waited %i ms is refused, the running one is not", async (limit, patienceMs) => {
  const pool = poolOf(1);
  const turn: Turn = {
    lane: "token",
    flow: ["someone"],
    ...(patienceMs ? { deadline: performance.now() + patienceMs } : {}),
  };
  const running = jobOf(pool, turn);
  const waiting = jobOf(pool, turn);
  const refusal = expect(waiting).rejects.toMatchObject(UNAVAILABLE);
  vi.advanceTimersByTime(limit - 1);
  expect(pool.stats().queued.token).toBe(1);
  vi.advanceTimersByTime(1);
  expect(pool.stats()).toMatchObject({ queued: { token: 0 }, refused: 1 });
  await refusal;
  await expect(running).resolves.toMatch(/^\$2b\$04\$/);
  await expect(job(pool)).resolves.toMatch(/^\$2b\$04\$/);
  expect(vi.getTimerCount()).toBe(0);
});

test("a job without a deadline is not refused for its wait", async () => {
  const pool = poolOf(1);
  const turn: Turn = { lane: "known", flow: ["setup"], deadline: Number.POSITIVE_INFINITY };
  const both = [jobOf(pool, turn), jobOf(pool, turn)];
  vi.advanceTimersByTime(DAY_MS);
  await expect(Promise.all(both)).resolves.toHaveLength(2);
});

test("a killed thread's job fails, and waiting jobs run on a new thread", async () => {
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

test("a thread that dies idle is replaced at the next job", async () => {
  const pool = poolOf(1);
  await job(pool);
  await threads[0]?.terminate();
  await expect(job(pool)).resolves.toMatch(/^\$2b\$04\$/);
  expect(pool.stats()).toMatchObject({ workers: 1, deaths: 1 });
});

test("if threads cannot start, every job fails with the cause", async () => {
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

test("a closed pool has ended every job, and starts again at the next", async () => {
  const pool = poolOf(1);
  const all = Promise.allSettled([job(pool, "token", 15), job(pool), job(pool, "suspect")]);
  await pool.close();
  expect(await all).toMatchObject(Array(3).fill({ status: "rejected", reason: UNAVAILABLE }));
  expect(pool.stats()).toMatchObject({ workers: 0, running: 0, deaths: 0 });
  expect(threads[0]?.threadId).toBe(-1);
  await expect(job(pool)).resolves.toMatch(/^\$2b\$04\$/);
});
