import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "#lib/contract/problem.ts";
import type { Tx } from "./database.ts";
import { withDeadline } from "./deadline.ts";
import { isBusy, isSilent } from "./errors.ts";
import type { Prisma, PrismaClient } from "./generated/sqlite/client.ts";
import type { PreparedStatements, Started } from "./prepared-transaction.ts";
import { writeQueue } from "./write-queue.ts";

/** Time limits of the parts of a write, in milliseconds. */
export type WriteLimits = {
  /** The wait for earlier writes of this process. */
  queue: number;
  /** The wait for the lock of another process. */
  lock: number;
  /** The work with the lock. */
  work: number;
  /** On a server: lock and work together, the COMMIT, and each statement of a read. */
  beforeCommit: number;
  commit: number;
  read: number;
};

export const WRITE_LIMITS: WriteLimits = {
  ...{ queue: 30_000, lock: 10_000, work: 10_000 },
  ...{ beforeCommit: 10_000, commit: 5_000, read: 10_000 },
};

export type Writer = {
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * Runs one transaction at a time on `client`, whose adapter notes each in `started`. `begin` runs first in each: it takes the lock that
 * excludes other processes, unless the start of the transaction has taken it.
 */
export function openWriter(
  client: PrismaClient,
  started: Started,
  limits: WriteLimits,
  begin?: (tx: Tx) => Promise<unknown>,
): Writer {
  const queue = writeQueue(limits.queue);
  // Prisma's limits are only a fallback: each is longer than ours together.
  const most = limits.lock + limits.work + limits.commit;
  const backstop = { maxWait: most, timeout: most };
  const current = new AsyncLocalStorage<{ open: boolean }>();

  const tooLong = () =>
    new Problem("unavailable", "the database is too slow: nothing was changed, try again", {
      cause: new Error(`a transaction was rolled back: it took more than ${limits.work} ms`),
    });

  function transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const state = { open: true };
    return client
      .$transaction(async (unprepared) => {
        const tx = withPrepared(unprepared, started.take());
        await begin?.(tx);
        // When this rejects, Prisma rolls back and refuses later statements of the work.
        return withDeadline(current.run(state, work, tx), limits.work, tooLong);
      }, backstop)
      .finally(() => {
        state.open = false;
      });
  }

  return {
    async write(work) {
      if (current.getStore()?.open) {
        throw new Error("a write inside a write would wait for itself: pass tx on instead");
      }
      return queue.run(async () => {
        try {
          return await retryWhileBusy(() => transact(work), limits.lock);
        } catch (error) {
          // The waiting writes have waited as long as this one; in sequence, they would be answered
          // minutes later.
          if (isSilent(error)) queue.rejectWaiting(error);
          throw error;
        }
      });
    },
    async close() {
      await queue.close();
      await client.$disconnect();
    },
  };
}

/** The client's transaction with prepared statements. Its properties cannot be set. */
function withPrepared(tx: Prisma.TransactionClient, statements: PreparedStatements): Tx {
  const added = new Map<string | symbol, unknown>(Object.entries(statements));
  // The two have no property in common.
  return new Proxy(tx, {
    get: (target, name) => added.get(name) ?? Reflect.get(target, name),
  }) as Tx;
}

/** Retries an attempt while the database is locked, without blocking the event loop. */
export async function retryWhileBusy<T>(
  attempt: () => Promise<T>,
  limit: number = WRITE_LIMITS.lock,
): Promise<T> {
  const deadline = performance.now() + limit;
  for (let pause = 5; ; pause = Math.min(pause * 2, 80)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > deadline) {
        throw new Problem("unavailable", "the database is busy", {
          retryAfterSeconds: 1,
          cause: error,
        });
      }
      await sleep(pause * (0.5 + Math.random()));
    }
  }
}
