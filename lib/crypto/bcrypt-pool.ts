import { timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { byteLength, PASSWORD_BYTES } from "#lib/contract/password-rule.ts";
import { invalid } from "#lib/contract/problem.ts";
import type { HashRequest, WorkerStart } from "./bcrypt.worker.ts";
import { type PoolName, perLane, ruleOf, type Turn } from "./lanes.ts";
import { COST, costOf } from "./stored-hash.ts";
import { type PoolStats, WorkerPool } from "./worker-pool.ts";

export type { Turn } from "./lanes.ts";

const SALT_LENGTH = 29;

/**
 * Nice value of the threads that a flood can fill, relative to the main thread, which serves tokens
 * that need no bcrypt. A pool's reserved thread has the main thread's priority.
 */
const NICENESS: Record<PoolName, number> = { token: 5, password: 10 };

/** A bcrypt thread; `nice` is relative to the main thread (0 to 19, Linux only). */
export function startBcryptWorker(niceness = 0): Worker {
  // Bundlers find the file by this exact expression.
  const worker = new Worker(new URL("./bcrypt.worker.ts", import.meta.url));
  const start: WorkerStart = { niceness };
  worker.postMessage(start);
  return worker;
}

/**
 * Threads of a pool. Two even on one core, which the system then divides between a short job and a
 * long one.
 */
export function bcryptThreads(): number {
  return Math.min(4, Math.max(2, availableParallelism()));
}

/** The sum of a process's pools. */
export type BcryptPools = {
  run: (turn: Turn, cost: number, request: HashRequest) => Promise<string>;
  stats: () => PoolStats;
  close: () => Promise<void>;
};

function newPools(): BcryptPools {
  const open = (name: PoolName) =>
    new WorkerPool({
      size: bcryptThreads(),
      startWorker: ({ isReserved }) => startBcryptWorker(isReserved ? 0 : NICENESS[name]),
    });
  const pools: Record<PoolName, WorkerPool> = { token: open("token"), password: open("password") };
  return {
    run: (turn, cost, request) => pools[ruleOf(turn.lane).pool].run(turn, cost, request),
    stats: () => addUp(pools.token.stats(), pools.password.stats()),
    close: async () => {
      await Promise.all([pools.token.close(), pools.password.close()]);
    },
  };
}

function addUp(one: PoolStats, other: PoolStats): PoolStats {
  const sum = (of: "workers" | "running" | "rounds" | "refused" | "deaths") => one[of] + other[of];
  return {
    workers: sum("workers"),
    running: sum("running"),
    queued: perLane((lane) => one.queued[lane] + other.queued[lane]),
    started: perLane((lane) => one.started[lane] + other.started[lane]),
    rounds: sum("rounds"),
    refused: sum("refused"),
    deaths: sum("deaths"),
  };
}

const pools = () => globalSingleton("bcrypt-pool", newPools);

/**
 * bcrypt reads only 72 bytes, and a NUL makes different texts equal ("a" and "a\0a" repeat to the
 * same key): such texts never reach it.
 */
function isHashable(text: string): boolean {
  return byteLength(text) <= PASSWORD_BYTES.max && !text.includes("\0");
}

/**
 * A bcrypt hash of the text. Problem "validation_failed" for over 72 bytes or a NUL,
 * "unavailable" as for `compareSecret`; RangeError for a cost outside 4 to 15.
 */
export async function hashSecret(text: string, cost: number, turn: Turn): Promise<string> {
  if (!Number.isInteger(cost) || cost < COST.min || cost > COST.max) {
    throw new RangeError(`bcrypt cost ${cost} is not between ${COST.min} and ${COST.max}`);
  }
  if (!isHashable(text)) {
    throw invalid("password", "a secret is at most 72 bytes long, without NUL");
  }
  return pools().run(turn, cost, { text, salt: cost });
}

/**
 * Whether the hash matches the text: false for a malformed hash, a cost over 15, a text over 72
 * bytes. Problem "unavailable" with `retryAfterSeconds` when no thread is free
 * before the turn's deadline or too many wait in its lane.
 */
export async function compareSecret(text: string, hash: string, turn: Turn): Promise<boolean> {
  const cost = costOf(hash);
  if (cost === null || !isHashable(text)) return false;
  const found = await pools().run(turn, cost, { text, salt: hash.slice(0, SALT_LENGTH) });
  return timingSafeEqual(Buffer.from(found), Buffer.from(hash));
}

/** Counters of the pools, for metrics. */
export function bcryptStats(): PoolStats {
  return pools().stats();
}

/**
 * Ends the threads; running and waiting jobs fail with "unavailable". A later call starts new ones.
 */
export function closeBcryptPool(): Promise<void> {
  return pools().close();
}
