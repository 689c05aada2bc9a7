import { globalSingleton } from "#lib/config/global-singleton.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { logger } from "#lib/observability/logger.ts";

type Write = {
  write: (tx: Tx) => Promise<unknown>;
  /** Called once the write is committed or dropped. */
  settled?: (() => void) | undefined;
};
type Pending = {
  writes: Map<string, Write>;
  timer: NodeJS.Timeout | undefined;
  /** The running or last flush. */
  flushing: Promise<void>;
};

const FLUSH_AFTER_MS = 1000;

/** Minimum time between two written uses. */
export const USE_PRECISION_MS = 60_000;

const pending = () =>
  globalSingleton<Pending>("write-behind", () => {
    onShutdown("write-behind", flushWrites);
    return { writes: new Map(), timer: undefined, flushing: Promise.resolve() };
  });

/**
 * Enqueues a write, committed soon together with others; the request neither waits nor fails.
 * Returns false and drops the write while one with the same key is waiting: the first one counts.
 */
export function enqueueWrite(key: string, write: Write["write"], settled?: () => void): boolean {
  const state = pending();
  if (state.writes.has(key)) return false;
  state.writes.set(key, { write, settled });
  state.timer ??= setTimeout(() => void flushWrites(), FLUSH_AFTER_MS).unref();
  return true;
}

/**
 * Commits all waiting writes, and those of a running flush; a failure is logged and the writes are
 * dropped. Never throws.
 */
export function flushWrites(): Promise<void> {
  const state = pending();
  clearTimeout(state.timer);
  state.timer = undefined;
  const writes = [...state.writes.values()];
  state.writes.clear();
  if (writes.length > 0) state.flushing = state.flushing.then(() => commit(writes));
  return state.flushing;
}

async function commit(writes: Write[]): Promise<void> {
  try {
    await database().write(async (tx) => {
      for (const { write } of writes) await write(tx);
    });
  } catch (error) {
    logger().warn(
      { err: error, writes: writes.length },
      "uses and failed sign-ins were not written",
    );
  } finally {
    for (const { settled } of writes) settled?.();
  }
}
