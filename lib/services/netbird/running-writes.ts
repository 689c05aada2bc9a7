import { setTimeout as sleep } from "node:timers/promises";
import { globalSingleton } from "#lib/config/global-singleton.ts";

const running = () => globalSingleton("netbird-writes", () => new Set<Promise<unknown>>());

/** Runs a change at NetBird, which goes on to its end even if its client has left. */
export function runWrite<T>(work: () => Promise<T>): Promise<T> {
  const promise = work();
  const writes = running();
  writes.add(promise);
  return promise.finally(() => writes.delete(promise));
}

/** What remains of the time to stop once requests have had theirs. */
const SETTLE_MS = 1000;

/**
 * Waits for the changes that are being made at NetBird, at most a second: at the stop of the server,
 * which has more to write. The outcome of one that takes longer is unknown.
 */
export async function settleWrites(): Promise<void> {
  const timer = new AbortController();
  const late = sleep(SETTLE_MS, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([Promise.allSettled(running()), late]);
  timer.abort();
}
