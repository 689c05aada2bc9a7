import { onTestFinished } from "vitest";
import { globalSingleton, replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { type BcryptPools, bcryptStats } from "#lib/crypto/bcrypt-pool.ts";
import { perLane } from "#lib/crypto/lanes.ts";
import type { PoolStats } from "#lib/crypto/worker-pool.ts";
import { database, type Tx, useDatabase } from "#lib/db/database.ts";

/** Paused work: `waiting` resolves when the next piece arrives. */
export type Hold = { waiting: Promise<void>; release: () => void };

/**
 * Pauses all bcrypt jobs before the worker pool until `release` or the end of the test; then they
 * run as usual.
 */
export function holdBcrypt(): Hold {
  const pools = bcryptPools();
  const arrival = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  replaceGlobalSingleton("bcrypt-pool", {
    ...pools,
    async run(...job: Parameters<BcryptPools["run"]>) {
      arrival.resolve();
      await gate.promise;
      return pools.run(...job);
    },
  } satisfies BcryptPools);
  const release = () => {
    replaceGlobalSingleton("bcrypt-pool", pools);
    gate.resolve();
  };
  onTestFinished(release);
  return { waiting: arrival.promise, release };
}

function bcryptPools(): BcryptPools {
  bcryptStats();
  return globalSingleton<BcryptPools>("bcrypt-pool", () => {
    throw new Error("bcryptStats() has created the pool");
  });
}

/** Number of bcrypt jobs per lane that started during `during`. */
export async function bcryptDuring(during: () => Promise<unknown>): Promise<PoolStats["started"]> {
  const before = bcryptStats().started;
  await during();
  const after = bcryptStats().started;
  return perLane((lane) => after[lane] - before[lane]);
}

/** The result of `bcryptDuring` for only this work. */
export const workOf = (work: Partial<PoolStats["started"]>): PoolStats["started"] => ({
  ...perLane(() => 0),
  ...work,
});

/**
 * Blocks the queue of writes with a transaction. `waiting` resolves when a write is queued behind
 * it; `release` makes a last change in that transaction and continues the queue.
 */
export async function holdWrites(): Promise<{
  waiting: Promise<void>;
  release: (change: (tx: Tx) => Promise<unknown>) => Promise<void>;
}> {
  const real = database();
  const held = Promise.withResolvers<void>();
  const change = Promise.withResolvers<(tx: Tx) => Promise<unknown>>();
  const arrival = Promise.withResolvers<void>();
  const holder = real.write(async (tx) => {
    held.resolve();
    await (await change.promise)(tx);
  });
  await held.promise;
  useDatabase({
    ...real,
    write(work) {
      const result = real.write(work);
      arrival.resolve();
      return result;
    },
  });
  const release = async (wanted: (tx: Tx) => Promise<unknown>) => {
    change.resolve(wanted);
    await holder;
    useDatabase(real);
  };
  onTestFinished(() => release(async () => {}));
  return { waiting: arrival.promise, release };
}

/** The deadlines of the bcrypt jobs during `during`. */
export async function deadlinesDuring(
  during: () => Promise<unknown>,
): Promise<(number | undefined)[]> {
  const pools = bcryptPools();
  const deadlines: (number | undefined)[] = [];
  replaceGlobalSingleton("bcrypt-pool", {
    ...pools,
    run(turn, ...rest) {
      deadlines.push(turn.deadline);
      return pools.run(turn, ...rest);
    },
  } satisfies BcryptPools);
  try {
    await during();
  } finally {
    replaceGlobalSingleton("bcrypt-pool", pools);
  }
  return deadlines;
}
