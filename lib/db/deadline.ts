import { setTimeout as sleep } from "node:timers/promises";

/** The outcome of the work, or an error with this message if it takes more than `limit` ms. */
export async function withDeadline<T>(
  work: Promise<T>,
  limit: number,
  message: string,
): Promise<T> {
  const timer = new AbortController();
  const late = sleep(limit, undefined, { signal: timer.signal }).then(() => {
    throw new Error(message);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
