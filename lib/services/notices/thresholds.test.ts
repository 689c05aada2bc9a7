import { expect, test } from "vitest";
import { expiriesOf, isFor, isStillNews, THRESHOLDS } from "./thresholds.ts";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const NOW = new Date("2026-11-25T00:00:00.000Z");
const after = (ms: number) => new Date(NOW.getTime() + ms);

/** The kinds of notice for a token with this much of its lifetime left. */
function due(leftMs: number, lifetimeMs = 365 * DAY): string[] {
  const expiresAt = after(leftMs);
  const createdAt = new Date(expiresAt.getTime() - lifetimeMs);
  return THRESHOLDS.filter((threshold) => {
    const { gt, lte } = expiriesOf(threshold, NOW);
    return expiresAt > gt && expiresAt <= lte && isFor(threshold, { createdAt, expiresAt });
  }).map(({ kind }) => kind);
}

test.each([
  ["14 days and a moment", 14 * DAY + 1, []],
  ["14 days", 14 * DAY, ["expiring-14d"]],
  ["7 days and a moment", 7 * DAY + 1, ["expiring-14d"]],
  ["7 days", 7 * DAY, ["expiring-7d"]],
  ["3 days", 3 * DAY, ["expiring-7d"]],
  ["a day and a moment", DAY + 1, ["expiring-7d"]],
  ["a day", DAY, ["expiring-1d"]],
  ["a moment", 1, ["expiring-1d"]],
  ["nothing", 0, ["expired"]],
  ["nothing for almost a day", -DAY + 1, ["expired"]],
  ["nothing for a day", -DAY, []],
  ["nothing for a year", -365 * DAY, []],
])("with %s left, only the nearest notice is due", (_, left, kinds) => {
  expect(due(left)).toEqual(kinds);
});

test.each([
  [1, ["expired"]],
  [7, ["expiring-1d", "expired"]],
  [14, ["expiring-7d", "expiring-1d", "expired"]],
  [15, ["expiring-14d", "expiring-7d", "expiring-1d", "expired"]],
])("a token of %i days gets no notice at creation, then %j", (days, kinds) => {
  expect(due(days * DAY, days * DAY)).toEqual([]);
  expect([14, 7, 1, 0].flatMap((left) => due(left * DAY, days * DAY))).toEqual(kinds);
});

test("daylight saving time has no effect: days are 24 hours", () => {
  const spring = new Date("2026-03-29T12:00:00Z");
  const [first] = THRESHOLDS;
  if (!first) throw new Error("there are thresholds");
  expect(expiriesOf(first, spring).lte.toISOString()).toBe("2026-04-12T12:00:00.000Z");
});

test.each([
  ["expiring-14d", 7 * DAY + 1, 7 * DAY],
  ["expiring-7d", DAY + 1, DAY],
  ["expiring-1d", 1, 0],
  ["expired", -2 * DAY + 1, -2 * DAY],
])("%s is not sent once it is obsolete", (kind, before, at) => {
  const threshold = THRESHOLDS.find((one) => one.kind === kind);
  if (!threshold) throw new Error(`no threshold ${kind}`);
  expect(isStillNews(threshold, after(before), NOW)).toBe(true);
  expect(isStillNews(threshold, after(at), NOW)).toBe(false);
});
