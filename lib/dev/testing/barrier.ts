import { onTestFinished } from "vitest";
import { globalSingleton, replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { type BcryptPools, bcryptStats } from "#lib/crypto/bcrypt-pool.ts";
import { perLane } from "#lib/crypto/lanes.ts";
import type { PoolStats } from "#lib/crypto/worker-pool.ts";
import { database, type Tx, useDatabase } from "#lib/db/database.ts";

/** Work that has been stopped on its way: `waiting` resolves when the next piece arrives. */
export type Hold = { waiting: Promise<void>; release: () => void };

/**
 * Stops every bcrypt from now on at the door of the worker pool until `release` or the end of the
 * test; what was asked for then runs as it would have.
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
    throw new Error("the pool was made by asking for its numbers");
  });
}

/** How many pieces of bcrypt work started while `during` ran, in each lane. */
export async function bcryptDuring(during: () => Promise<unknown>): Promise<PoolStats["started"]> {
  const before = bcryptStats().started;
  await during();
  const after = bcryptStats().started;
  return perLane((lane) => after[lane] - before[lane]);
}

/** What `bcryptDuring` answers where nothing but this was done. */
export const workOf = (work: Partial<PoolStats["started"]>): PoolStats["started"] => ({
  ...perLane(() => 0),
  ...work,
});

/**
 * Holds the queue of writes with a transaction. `waiting` resolves when a write has come to the
 * queue behind it; `release` makes a last change in that transaction and lets the queue go on.
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

/** Until when each piece of bcrypt work that was asked for while `during` ran might wait. */
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
