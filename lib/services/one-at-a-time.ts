import { globalSingleton } from "#lib/config/global-singleton.ts";
import { Problem } from "#lib/contract/problem.ts";

const MAX_WAITING = 1000;

/** By name: the jobs that wait for the running one, in order. */
const lines = () => globalSingleton("one-at-a-time", () => new Map<string, Set<() => void>>());

function busy(): Problem {
  const message = "too many requests of this kind are waiting, please try again shortly";
  return new Problem("unavailable", message, { retryAfterSeconds: 5 });
}

/**
 * Runs the job once all earlier ones of the same name in this process have ended. Problem
 * "unavailable" without running the job if that is after the deadline (in the time of
 * `performance.now()`), or if a thousand jobs wait.
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
