import type { TimeFormat } from "#components/ui/time-text.ts";

/** A day as in a date input, "2026-11-24", in the user's time zone. */
const startOf = (day: string): Date => new Date(`${day}T00:00:00`);

/** `since` for events from the beginning of a day. */
export const sinceOf = (day: string): string => startOf(day).toISOString();

/** `until`, which is exclusive in the API, for events up to the end of a day. */
export function untilOf(day: string): string {
  const next = startOf(day);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}

/** The first day of a `since`. */
export const daySince = (since: string): string => dayAt(Date.parse(since));

/** The last day that an `until` includes. */
export const dayUntil = (until: string): string => dayAt(Date.parse(until) - 1);

function dayAt(at: number): string {
  const date = new Date(at);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, "0")).join("-");
}

/** An end of a range for display: the day if it is midnight, else to the minute. */
export function boundText(name: "since" | "until", iso: string, reader: TimeFormat): string {
  const at = Date.parse(iso);
  const { locale, timeZone } = reader;
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone }).format(at);
  const wholeDays = clock === "00:00";
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeZone,
    ...(wholeDays ? {} : { timeStyle: "short" }),
  }).format(wholeDays && name === "until" ? at - 1 : at);
}
