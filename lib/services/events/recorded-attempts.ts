import { globalSingleton } from "#lib/config/global-singleton.ts";

type Count = { since: number; attempts: number };

const WINDOW_MS = 60 * 60 * 1000;

const counts = () => globalSingleton("recorded-attempts", () => new Map<string, Count>());

/**
 * Counts a failed attempt of this kind within the hour. Returns the count if an event is due, else
 * null: at 1 to 9, 10, 20 … 90, 100, 200 …, so a million attempts leave about fifty events.
 */
export function attemptsToRecord(key: string): number | null {
  const now = Date.now();
  const last = counts().get(key);
  const count = last && now - last.since < WINDOW_MS ? last : { since: now, attempts: 0 };
  count.attempts += 1;
  counts().set(key, count);
  return /^\d0*$/.test(String(count.attempts)) ? count.attempts : null;
}
