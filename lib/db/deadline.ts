import { setTimeout as sleep } from "node:timers/promises";

/** The outcome of the work, or a rejection with `lateError` after `limit` ms. */
export async function withDeadline<T>(
  work: Promise<T>,
  limit: number,
  lateError: () => Error,
): Promise<T> {
  const timer = new AbortController();
  const late = sleep(limit, undefined, { signal: timer.signal }).then(() => {
    throw lateError();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
