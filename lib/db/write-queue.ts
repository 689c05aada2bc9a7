import { AsyncLocalStorage } from "node:async_hooks";
import { Problem } from "#lib/contract/problem.ts";

export type WriteQueue = {
  /** Runs the job after all earlier ones; Problem "unavailable" if that takes too long. */
  run<T>(job: () => Promise<T>): Promise<T>;
  /** Rejects the waiting jobs, none of which has started. */
  rejectWaiting(error: unknown): void;
  /** Refuses new jobs and resolves once the accepted ones have ended. */
  close(): Promise<void>;
};

/** A first-in, first-out queue: one job at a time, regardless of failures. */
export function writeQueue(maxWaitMs: number): WriteQueue {
  type Entry = { start: () => Promise<void>; reject: (error: unknown) => void };
  const waiting = new Set<Entry>();
  let running: Promise<void> | undefined;
  let closed = false;

  async function runAll(): Promise<void> {
    for (const job of waiting) {
      waiting.delete(job);
      await job.start();
    }
    running = undefined;
  }

  return {
    run<T>(job: () => Promise<T>): Promise<T> {
      if (closed) return Promise.reject(new Problem("unavailable", "the server is shutting down"));
      return new Promise<T>((resolve, reject) => {
        const tooLong = setTimeout(() => {
          waiting.delete(entry);
          reject(new Problem("unavailable", "the database is busy", { retryAfterSeconds: 1 }));
        }, maxWaitMs);
        // The job runs in the async context of its caller, not in that of the job before it.
        const inContext = AsyncLocalStorage.snapshot();
        const entry: Entry = {
          async start() {
            clearTimeout(tooLong);
            await inContext(async () => job()).then(resolve, reject);
          },
          reject(error) {
            clearTimeout(tooLong);
            reject(error);
          },
        };
        waiting.add(entry);
        running ??= runAll();
      });
    },
    rejectWaiting(error) {
      for (const job of waiting) {
        waiting.delete(job);
        job.reject(error);
      }
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
