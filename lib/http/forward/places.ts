import { globalSingleton } from "#lib/config/global-singleton.ts";
import { Problem } from "#lib/contract/problem.ts";

/** Reads of one user on their way at a time: its slow clients leave connections to others. */
const AT_ONCE = 8;
const WAITING_MAX = 64;
/** No longer, since the rights of the request are decided before. */
const WAIT_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;

type Line = { running: number; waiting: Set<() => void> };

const lines = () => globalSingleton("netbird-places", () => new Map<string, Line>());

const busy = () =>
  new Problem("unavailable", "too many answers of NetBird are on their way to this user", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

/**
 * Waits for one of a user's places for answers of NetBird; returns how to leave it, once. Problem
 * "unavailable" if none is free in time, or the client leaves before.
 */
export async function takePlace(userId: string, gone: AbortSignal): Promise<() => void> {
  const line = lines().get(userId) ?? { running: 0, waiting: new Set() };
  lines().set(userId, line);
  if (line.running < AT_ONCE) line.running += 1;
  else await turnIn(line, gone);
  let isLeft = false;
  return () => {
    if (!isLeft) passOn(userId, line);
    isLeft = true;
  };
}

function turnIn({ waiting }: Line, gone: AbortSignal): Promise<void> {
  if (waiting.size >= WAITING_MAX || gone.aborted) return Promise.reject(busy());
  return new Promise((resolve, reject) => {
    const end = (then: () => void) => {
      clearTimeout(timer);
      gone.removeEventListener("abort", giveUp);
      waiting.delete(go);
      then();
    };
    const go = () => end(resolve);
    const giveUp = () => end(() => reject(busy()));
    const timer = setTimeout(giveUp, WAIT_MS).unref();
    gone.addEventListener("abort", giveUp, { once: true });
    waiting.add(go);
  });
}

/** The place goes to the user's first one that waits. */
function passOn(userId: string, line: Line): void {
  const [next] = line.waiting;
  if (next !== undefined) {
    next();
    return;
  }
  line.running -= 1;
  if (line.running === 0) lines().delete(userId);
}
