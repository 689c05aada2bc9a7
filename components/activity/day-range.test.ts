import { afterAll, beforeAll, expect, test } from "vitest";
import { boundText, daySince, dayUntil, sinceOf, untilOf } from "./day-range.ts";

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = "Europe/Vienna";
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

test("a day lasts from midnight to midnight in the user's time zone, also when the clocks change", () => {
  expect([sinceOf("2026-07-01"), untilOf("2026-07-01")]).toEqual([
    "2026-06-30T22:00:00.000Z",
    "2026-07-01T22:00:00.000Z",
  ]);
  expect([sinceOf("2026-03-29"), untilOf("2026-03-29")]).toEqual([
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
});

test.each(["2026-01-01", "2026-03-29", "2026-10-25", "2026-12-31"])("%s comes back", (day) => {
  expect([daySince(sinceOf(day)), dayUntil(untilOf(day))]).toEqual([day, day]);
});

test("a range of whole days is shown as days including the last; others to the minute", () => {
  const reader = { locale: "en-GB", timeZone: "Europe/Vienna" };
  expect(boundText("since", sinceOf("2026-07-01"), reader)).toBe("1 Jul 2026");
  expect(boundText("until", untilOf("2026-07-01"), reader)).toBe("1 Jul 2026");
  expect(boundText("until", "2026-07-01T10:30:00Z", reader)).toBe("1 Jul 2026, 12:30");
});
