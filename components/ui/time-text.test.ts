import { expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { dateText, dayText, instantText, relativeText, SERVER_TIME_FORMAT } from "./time-text.ts";

const NOW = Date.UTC(2026, 8, 15, 12, 0, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  [0, "just now"],
  [-59_999, "just now"],
  // The clock of a page that is open for a while may be so much late.
  [15_000, "just now"],
  [30_000, "in less than a minute"],
  [-5 * MINUTE, "5 minutes ago"],
  [-5 * HOUR, "5 hours ago"],
  [24 * HOUR, "in 24 hours"],
  [6 * DAY_MS, "in 6 days"],
  [30 * DAY_MS - 20_000, "in 30 days"],
  [90 * DAY_MS, "in 90 days"],
  [-40 * DAY_MS, "40 days ago"],
  [365 * DAY_MS, "in 12 months"],
  [-3 * 365.25 * DAY_MS, "3 years ago"],
])("%d ms from now reads “%s”", (distance, text) => {
  expect(relativeText(NOW + distance, NOW)).toBe(text);
});

test("formats a UTC day in any time zone", () => {
  expect(dayText("2026-11-01")).toBe("1 Nov");
});

test("formats a time in the user's language and time zone, with the zone", () => {
  expect(instantText(NOW, SERVER_TIME_FORMAT)).toBe("15 Sept 2026, 12:00:00 UTC");
  expect(instantText(NOW, { locale: "de-DE", timeZone: "Asia/Tokyo" })).toContain("21:00:00");
});

test("a date has no seconds", () => {
  expect(dateText(NOW, SERVER_TIME_FORMAT)).toBe("15 Sept 2026, 12:00");
});
