import { globalSingleton } from "#lib/config/global-singleton.ts";

const running = () => globalSingleton("netbird-writes", () => new Set<Promise<unknown>>());

/** Runs a change at NetBird, which goes on to its end even if its client has left. */
export function runWrite<T>(work: () => Promise<T>): Promise<T> {
  const promise = work();
  const writes = running();
  writes.add(promise);
  return promise.finally(() => writes.delete(promise));
}

/** Waits for the changes that are being made at NetBird: at the stop of the server. */
export async function settleWrites(): Promise<void> {
  await Promise.allSettled(running());
}
