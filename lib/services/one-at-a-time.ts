import { processState } from "#lib/config/process-state.ts";
import { Problem } from "#lib/contract/problem.ts";

type Line = { last: Promise<unknown>; length: number };

const MAX_WAITING = 1000;

const lines = () => processState("one-at-a-time", () => new Map<string, Line>());

/**
 * Does the work once every earlier one of the same name in this process has ended. Problem
 * "unavailable" if a thousand are before it.
 */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  const line = lines().get(name) ?? { last: Promise.resolve(), length: 0 };
  if (line.length > MAX_WAITING) {
    const message = "too many requests of this kind are waiting, please try again shortly";
    throw new Problem("unavailable", message, { retryAfterSeconds: 5 });
  }
  lines().set(name, line);
  line.length += 1;
  const result = line.last.then(work);
  // The next one comes after it, however it ends.
  line.last = result.catch(() => {});
  try {
    return await result;
  } finally {
    line.length -= 1;
    if (line.length === 0) lines().delete(name);
  }
}
