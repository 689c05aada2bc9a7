import { DAY_MS } from "#lib/contract/durations.ts";
import type { DayCount } from "#lib/contract/views.ts";

/** The UTC day of a time. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The UTC day a number of days before a time. */
export const dayBefore = (now: Date, days: number): string =>
  dayOf(new Date(now.getTime() - days * DAY_MS));

/** The last days up to and including that of a time, oldest first. */
export const lastDays = (now: Date, days: number): string[] =>
  Array.from({ length: days }, (_, at) => dayBefore(now, days - 1 - at));

/** A count for each of these days, zero for days without a row. */
export function everyDay(days: readonly string[], rows: readonly DayCount[]): DayCount[] {
  const counts = new Map<string, number>();
  for (const { day, count } of rows) counts.set(day, (counts.get(day) ?? 0) + count);
  return days.map((day) => ({ day, count: counts.get(day) ?? 0 }));
}

/** The start of a day, and the start of the next one. */
export function boundsOf(day: string): { gte: Date; lt: Date } {
  const start = new Date(`${day}T00:00:00Z`);
  return { gte: start, lt: new Date(start.getTime() + DAY_MS) };
}
