import { timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { processState } from "#lib/config/process-state.ts";
import { byteLength, PASSWORD_BYTES } from "#lib/contract/fields.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { Lane } from "./lane-queue.ts";
import { COST, costOf } from "./stored-hash.ts";
import { type PoolStats, WorkerPool } from "./worker-pool.ts";

export type { Lane } from "./lane-queue.ts";

const SALT_LENGTH = 29;

/** One thread of bcrypt. Bundlers find the file by this very expression. */
export function startBcryptWorker(): Worker {
  return new Worker(new URL("./bcrypt.worker.ts", import.meta.url));
}

/** How many threads hash at once. Two even on one core: the system then divides it between a short job and a long one. */
export function bcryptThreads(): number {
  return Math.min(4, Math.max(2, availableParallelism()));
}

function pool(): WorkerPool {
  return processState(
    "bcrypt-pool",
    () => new WorkerPool({ size: bcryptThreads(), startWorker: startBcryptWorker }),
  );
}

/**
 * bcrypt reads 72 bytes and no further, and a NUL makes different texts equal ("a" and "a\0a"
 * repeat to the same key): such texts never reach it.
 */
function isHashable(text: string): boolean {
  return byteLength(text) <= PASSWORD_BYTES.max && !text.includes("\0");
}

/**
 * A bcrypt hash of the text. Problem "validation_failed" for over 72 bytes or a NUL,
 * "unavailable" as for `compareSecret`; RangeError for a cost outside 4 to 15.
 */
export async function hashSecret(
  text: string,
  cost: number,
  lane: Lane = "token",
): Promise<string> {
  if (!Number.isInteger(cost) || cost < COST.min || cost > COST.max) {
    throw new RangeError(`bcrypt cost ${cost} is not between ${COST.min} and ${COST.max}`);
  }
  if (!isHashable(text)) {
    throw new Problem("validation_failed", "a secret is at most 72 bytes long, without NUL");
  }
  return pool().run(lane, cost, { text, salt: cost });
}

/**
 * Whether the hash is one of this text: false for a malformed hash, one with a cost over 15, a
 * text over 72 bytes. Problem "unavailable" with `retryAfterSeconds` when the wait for a
 * thread would exceed two seconds.
 */
export async function compareSecret(text: string, hash: string, lane: Lane): Promise<boolean> {
  const cost = costOf(hash);
  if (cost === null || !isHashable(text)) return false;
  const found = await pool().run(lane, cost, { text, salt: hash.slice(0, SALT_LENGTH) });
  return timingSafeEqual(Buffer.from(found), Buffer.from(hash));
}

/** What the pool did and does, for metrics. */
export function bcryptStats(): PoolStats {
  return pool().stats();
}

/** Ends the threads: what runs or waits is "unavailable". A later call starts new ones. */
export function closeBcryptPool(): Promise<void> {
  return pool().close();
}
