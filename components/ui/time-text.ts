import { DAY_MS, HOUR_MS, MINUTE_MS } from "#lib/contract/durations.ts";

const UNITS: readonly [limit: number, length: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [HOUR_MS, MINUTE_MS, "minute"],
  [2 * DAY_MS, HOUR_MS, "hour"],
  [100 * DAY_MS, DAY_MS, "day"],
  [730 * DAY_MS, 30.4375 * DAY_MS, "month"],
  [Number.POSITIVE_INFINITY, 365.25 * DAY_MS, "year"],
];

/** Tolerance of the user's clock: times less far in the future count as now. */
export const CLOCK_AGE = 15_000;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** "in 6 days", "3 hours ago"; within a minute of now, "just now" or "in less than a minute". */
export function relativeText(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < MINUTE_MS) return distance > CLOCK_AGE ? "in less than a minute" : "just now";
  const [, length, unit] = UNITS.find(([limit]) => size < limit) ?? [0, DAY_MS, "day" as const];
  return relative.format(Math.round(distance / length), unit);
}

const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** A day in UTC in short: "2026-11-21" becomes "21 Nov". */
export const dayText = (day: string): string => days.format(Date.parse(day));

/** Language and time zone; undefined means the browser's. */
export type TimeFormat = { locale: string | undefined; timeZone: string | undefined };

/** The server's defaults before the user's language and time zone are known. */
export const SERVER_TIME_FORMAT: TimeFormat = { locale: "en-GB", timeZone: "UTC" };

/** The exact time: "21 Sep 2026, 14:03:07 UTC". */
export function instantText(at: number, { locale, timeZone }: TimeFormat): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "long",
    timeZone,
  }).format(at);
}

/** The day and minute: "21 Sep 2026, 14:03". */
export function dateText(at: number, { locale, timeZone }: TimeFormat): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  }).format(at);
}
