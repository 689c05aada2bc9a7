const MINUTE_MS = 60_000;

/** Longer than a delivery: once it has passed, the server that claimed the notice has crashed. */
export const LEASE_MS = MINUTE_MS;

/** Pauses after failed attempts; about a day until the last one. */
const RETRY_MINUTES = [1, 5, 15, 30, 60, 120, 240, 480, 480];

/** The time of the attempt after this failed one; null after the last. */
export function retryAt(attempt: number, now: Date): Date | null {
  const minutes = RETRY_MINUTES[attempt - 1];
  return minutes === undefined ? null : new Date(now.getTime() + minutes * MINUTE_MS);
}
