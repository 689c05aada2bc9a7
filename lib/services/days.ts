import type { DayCount } from "#lib/contract/views.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The day of a moment, in UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The day that many days before this moment. */
export const dayBefore = (now: Date, days: number): string =>
  dayOf(new Date(now.getTime() - days * DAY_MS));

/** So many days up to this moment's, its own included, the earliest first. */
export const lastDays = (now: Date, days: number): string[] =>
  Array.from({ length: days }, (_, at) => dayBefore(now, days - 1 - at));

/** The counts of every one of these days, those without a row as zero. */
export function everyDay(days: readonly string[], rows: readonly DayCount[]): DayCount[] {
  const counts = new Map<string, number>();
  for (const { day, count } of rows) counts.set(day, (counts.get(day) ?? 0) + count);
  return days.map((day) => ({ day, count: counts.get(day) ?? 0 }));
}

/** The first moment of a day, and the first after it. */
export function boundsOf(day: string): { gte: Date; lt: Date } {
  const start = new Date(`${day}T00:00:00Z`);
  return { gte: start, lt: new Date(start.getTime() + DAY_MS) };
}
