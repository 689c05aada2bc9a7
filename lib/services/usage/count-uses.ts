import { setTimeout as sleep } from "node:timers/promises";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { onShutdown } from "#lib/config/shutdown.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { isOutcomeUnknown } from "#lib/db/errors.ts";
import { logger } from "#lib/observability/logger.ts";
import type { Actor } from "../context.ts";
import { dayOf } from "../days.ts";
import { flushWrites } from "../deferred-writes.ts";
import { pruneRevocations } from "../revocations/prune-revocations.ts";
import { pruneSecrets } from "../tokens/prune-secrets.ts";
import { type AddressUse, writeAddresses } from "./write-addresses.ts";
import { type Batch, pruneUses, type Use, writeUses } from "./write-uses.ts";

type Counted = {
  /** Unwritten uses by token, day and operation. */
  uses: Map<string, Use>;
  /** Unwritten uses by token and address. */
  addresses: Map<string, AddressUse>;
  /** The last batch of uses that was started. */
  last: Batch;
  /** A batch with unknown outcome. It is written first, under the same number. */
  unsure: { batch: Batch; uses: Use[] } | undefined;
  timer: NodeJS.Timeout | undefined;
  /** The running or last flush. */
  flushing: Promise<void>;
  /** The next flush, shared by all callers during the running one. */
  next: Promise<void> | undefined;
  /** Calls dropped since the last flush. */
  dropped: number;
  prunedOn: string | undefined;
};

const FLUSH_AFTER_MS = 5_000;
/** Rows of one transaction: some tens of milliseconds, the longest wait of other writes. */
const BATCH = 500;
/** About ten megabytes. Reached only if the database refuses writes for long. */
export const USES_MAX = 50_000;
/** Longest wait of an answer for its counts: a busy database may delay all writes. */
const READ_WAIT_MS = 2_000;

const counted = () =>
  globalSingleton<Counted>("token-uses", () => {
    onShutdown("token-uses", flushUses);
    return {
      ...{ uses: new Map(), addresses: new Map() },
      ...{ last: { writer: newXid(), batch: 0 }, unsure: undefined },
      ...{ timer: undefined, flushing: Promise.resolve() },
      ...{ next: undefined, dropped: 0, prunedOn: undefined },
    };
  });

/**
 * Counts a call authenticated by a token, including refused ones, also for too many requests.
 * Written soon; the request neither waits nor fails.
 */
export function countUse(
  { credential, accountId, origin }: Actor,
  operation: string,
  now = new Date(),
): void {
  if (credential.kind !== "token") return;
  const state = counted();
  const tokenId = credential.id;
  keep(state, { accountId, tokenId, day: dayOf(now), operation, count: 1, refused: 0 });
  const { address, userAgent: agent } = origin;
  if (address !== "") {
    keepAddress(state, { tokenId, address, agent, firstUsedAt: now, lastUsedAt: now });
  }
  flushSoon(state);
}

/** Notes that a call counted before, at that time, was refused for lack of a right. */
export function countRefusal(
  { credential, accountId }: Actor,
  operation: string,
  calledAt: Date,
): void {
  if (credential.kind !== "token") return;
  const state = counted();
  const day = dayOf(calledAt);
  keep(state, { accountId, tokenId: credential.id, day, operation, count: 0, refused: 1 });
  flushSoon(state);
}

function keep(state: Counted, use: Use): void {
  const key = `${use.tokenId} ${use.day} ${use.operation}`;
  const found = state.uses.get(key);
  if (found) {
    found.count += use.count;
    found.refused += use.refused;
  } else if (state.uses.size < USES_MAX) state.uses.set(key, use);
  else state.dropped += use.count;
}

/** Drops addresses beyond the limit without a log line: the dropped calls are logged. */
function keepAddress({ addresses }: Counted, use: AddressUse): void {
  const key = `${use.tokenId} ${use.address}`;
  const found = addresses.get(key);
  if (found === undefined) {
    if (addresses.size < USES_MAX) addresses.set(key, use);
    return;
  }
  // A failed flush puts back older uses than those counted since.
  const [first, last] = use.lastUsedAt < found.lastUsedAt ? [use, found] : [found, use];
  addresses.set(key, { ...last, firstUsedAt: first.firstUsedAt });
}

function flushSoon(state: Counted): void {
  state.timer ??= setTimeout(() => void flushUses(), FLUSH_AFTER_MS).unref();
}

/** Writes all counted uses. Failed ones are kept for the next flush. Never throws. */
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

/** Waits until earlier calls are in the counts and last uses, or at most two seconds. */
export async function usesWritten(): Promise<void> {
  const timer = new AbortController();
  const late = sleep(READ_WAIT_MS, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([Promise.all([flushWrites(), flushUses()]), late]);
  timer.abort();
}

async function writeAll(state: Counted): Promise<void> {
  const uses = [...state.uses.values()];
  const addresses = [...state.addresses.values()];
  state.uses.clear();
  state.addresses.clear();
  tellDropped(state);
  try {
    await writeUnsure(state);
    await writeBatches(uses, (rows) => writeNew(state, rows));
    await writeBatches(addresses, writeAddresses);
  } catch (error) {
    const kept = uses.length + addresses.length;
    logger().warn({ err: error, kept }, "uses of tokens were not written yet");
    const apart = new Set(state.unsure?.uses);
    for (const use of uses) if (!apart.has(use)) keep(state, use);
    for (const use of addresses) keepAddress(state, use);
    flushSoon(state);
  }
}

/** Sets uses with an unknown outcome aside, to be repeated as the same batch. */
async function writeNew(state: Counted, uses: Use[]): Promise<void> {
  const batch = { ...state.last, batch: state.last.batch + 1 };
  state.last = batch;
  try {
    await writeUses(uses, batch);
  } catch (error) {
    if (isOutcomeUnknown(error)) state.unsure = { batch, uses };
    throw error;
  }
}

async function writeUnsure(state: Counted): Promise<void> {
  if (state.unsure === undefined) return;
  await writeUses(state.unsure.uses, state.unsure.batch);
  state.unsure = undefined;
}

/** Removes written rows from `waiting`, in case a later batch fails. */
async function writeBatches<Row>(waiting: Row[], write: (rows: Row[]) => Promise<void>) {
  while (waiting.length > 0) {
    await write(waiting.slice(0, BATCH));
    waiting.splice(0, BATCH);
  }
}

function tellDropped(state: Counted): void {
  if (state.dropped === 0) return;
  logger().warn({ calls: state.dropped }, "uses of tokens were not counted: too many are waiting");
  state.dropped = 0;
}

async function pruneDaily(state: Counted): Promise<void> {
  const now = new Date();
  const today = dayOf(now);
  if (state.prunedOn === today) return;
  try {
    // Else the next flush goes on: it must not wait for all of them.
    const isDone = [await pruneUses(now), await pruneSecrets(now), await pruneRevocations(now)];
    if (!isDone.includes(false)) state.prunedOn = today;
  } catch (error) {
    state.prunedOn = today;
    logger().warn(
      { err: error },
      "old uses, secrets and revocations of tokens were not deleted today",
    );
  }
}
