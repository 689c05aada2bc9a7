import { processState } from "#lib/config/process-state.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { logger } from "#lib/observability/logger.ts";

type Pending = {
  writes: Map<string, (tx: Tx) => Promise<unknown>>;
  timer: NodeJS.Timeout | undefined;
};

const FLUSH_AFTER_MS = 1000;

/** A use is written when the last written one is at least this old. */
export const USE_PRECISION_MS = 60_000;

const pending = () =>
  processState<Pending>("write-behind", () => {
    onShutdown("write-behind", flushWrites);
    return { writes: new Map(), timer: undefined };
  });

/**
 * Writes soon, together with others, without making the request wait or fail. While a write is
 * waiting, others with the same key are left out: the first use of a moment is the one told.
 */
export function writeLater(key: string, write: (tx: Tx) => Promise<unknown>): void {
  const state = pending();
  if (!state.writes.has(key)) state.writes.set(key, write);
  state.timer ??= setTimeout(() => void flushWrites(), FLUSH_AFTER_MS).unref();
}

/** Writes what is waiting; a failure is logged and the writes are given up. Never throws. */
export async function flushWrites(): Promise<void> {
  const state = pending();
  clearTimeout(state.timer);
  state.timer = undefined;
  const writes = [...state.writes.values()];
  state.writes.clear();
  if (writes.length === 0) return;
  try {
    await database().write(async (tx) => {
      for (const write of writes) await write(tx);
    });
  } catch (error) {
    logger().warn(
      { err: error, writes: writes.length },
      "uses and failed sign-ins were not written",
    );
  }
}
