import { setTimeout as sleep } from "node:timers/promises";
import { processState } from "#lib/config/process-state.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import type { OperationId } from "#lib/contract/operations.ts";
import { logger } from "#lib/observability/logger.ts";
import type { Actor } from "../actor.ts";
import { dayOf } from "../days.ts";
import { flushWrites } from "../write-behind.ts";
import { pruneUses, type Use, writeUses } from "./write-uses.ts";

type Counted = {
  /** By token, day and operation: what no transaction has written yet. */
  uses: Map<string, Use>;
  timer: NodeJS.Timeout | undefined;
  /** The flush that runs, or the last one. */
  flushing: Promise<void>;
  /** The flush that begins after it, for all who asked meanwhile. */
  next: Promise<void> | undefined;
  /** Calls that found no room since the last flush. */
  dropped: number;
  prunedOn: string | undefined;
};

const FLUSH_AFTER_MS = 5_000;
/** Rows of one transaction: some tens of milliseconds, which other writes wait for at most. */
const BATCH = 500;
/** About ten megabytes. Reached only while the database takes no writes for long. */
export const USES_MAX = 50_000;
/** How long an answer waits for the counts it tells: a busy database may hold up all writes. */
const READ_WAIT_MS = 2_000;

const counted = () =>
  processState<Counted>("token-uses", () => {
    onShutdown("token-uses", flushUses);
    return {
      ...{ uses: new Map(), timer: undefined, flushing: Promise.resolve() },
      ...{ next: undefined, dropped: 0, prunedOn: undefined },
    };
  });

/**
 * Counts a call that a token proved, whatever comes of it: who is refused, for too many requests
 * too, uses the token all the same. Written soon, without making the request wait or fail.
 */
export function countUse({ credential, accountId }: Actor, operation: OperationId): void {
  if (credential.kind !== "token") return;
  const day = dayOf(new Date());
  const state = counted();
  keep(state, { accountId, tokenId: credential.id, day, operation, count: 1 });
  flushSoon(state);
}

function keep(state: Counted, use: Use): void {
  const key = `${use.tokenId} ${use.day} ${use.operation}`;
  const found = state.uses.get(key);
  if (found) found.count += use.count;
  else if (state.uses.size < USES_MAX) state.uses.set(key, use);
  else state.dropped += use.count;
}

function flushSoon(state: Counted): void {
  state.timer ??= setTimeout(() => void flushUses(), FLUSH_AFTER_MS).unref();
}

/** Writes what has been counted until now. What fails is kept for the next time. Never throws. */
export function flushUses(): Promise<void> {
  const state = counted();
  clearTimeout(state.timer);
  state.timer = undefined;
  state.next ??= state.flushing.then(() => {
    state.next = undefined;
    state.flushing = writeAll(state).then(() => pruneDaily(state));
    return state.flushing;
  });
  return state.next;
}

/** Has the calls until now in the counts and last uses that are read next, unless the database takes no writes. */
export async function usesWritten(): Promise<void> {
  const timer = new AbortController();
  const late = sleep(READ_WAIT_MS, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([Promise.all([flushWrites(), flushUses()]), late]);
  timer.abort();
}

async function writeAll(state: Counted): Promise<void> {
  const waiting = [...state.uses.values()];
  state.uses.clear();
  tellDropped(state);
  try {
    while (waiting.length > 0) {
      await writeUses(waiting.slice(0, BATCH));
      waiting.splice(0, BATCH);
    }
  } catch (error) {
    logger().warn({ err: error, kept: waiting.length }, "uses of tokens were not written yet");
    for (const use of waiting) keep(state, use);
    flushSoon(state);
  }
}

function tellDropped(state: Counted): void {
  if (state.dropped === 0) return;
  logger().warn({ calls: state.dropped }, "uses of tokens were not counted: too many wait");
  state.dropped = 0;
}

async function pruneDaily(state: Counted): Promise<void> {
  const now = new Date();
  const today = dayOf(now);
  if (state.prunedOn === today) return;
  state.prunedOn = today;
  try {
    await pruneUses(now);
  } catch (error) {
    logger().warn({ err: error }, "old uses of tokens were not deleted today");
  }
}
