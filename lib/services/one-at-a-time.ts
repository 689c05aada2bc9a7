import { globalSingleton } from "#lib/config/global-singleton.ts";
import { Problem } from "#lib/contract/problem.ts";

const MAX_WAITING = 1000;

/** By name: what waits for the work under way, the first first. */
const lines = () => globalSingleton("one-at-a-time", () => new Map<string, Set<() => void>>());

function busy(): Problem {
  const message = "too many requests of this kind are waiting, please try again shortly";
  return new Problem("unavailable", message, { retryAfterSeconds: 5 });
}

/**
 * Does the work once every earlier one of the same name in this process has ended. Problem
 * "unavailable", and the work is never done, if that is not before the deadline (as
 * `performance.now()` counts), or if a thousand are before it.
 */
export async function oneAtATime<T>(
  name: string,
  deadline: number,
  work: () => Promise<T>,
): Promise<T> {
  await turnOf(name, deadline);
  try {
    return await work();
  } finally {
    passOn(name);
  }
}

function turnOf(name: string, deadline: number): Promise<void> {
  const waiting = lines().get(name);
  if (waiting === undefined) {
    lines().set(name, new Set());
    return Promise.resolve();
  }
  if (waiting.size >= MAX_WAITING) return Promise.reject(busy());
  return new Promise((resolve, reject) => {
    const go = () => {
      clearTimeout(timer);
      resolve();
    };
    const giveUp = () => {
      waiting.delete(go);
      reject(busy());
    };
    const timer = setTimeout(giveUp, Math.max(0, deadline - performance.now()));
    waiting.add(go);
  });
}

function passOn(name: string): void {
  const waiting = lines().get(name);
  const [next] = waiting ?? [];
  if (next === undefined) {
    lines().delete(name);
    return;
  }
  waiting?.delete(next);
  next();
}
