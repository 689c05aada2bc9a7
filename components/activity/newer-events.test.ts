import { expect, test } from "vitest";
import { newerIn, newerQuery, newerText } from "./newer-events.ts";

const newest = { id: 7, at: new Date("2026-11-24T12:00:00Z") };

test("asks for newer events with the list's filters, newest first in any order", () => {
  expect(newerQuery("/activity?activity_code=user.block&search=ci&sort=timestamp", newest)).toEqual(
    {
      activity_code: "user.block",
      search: "ci",
      since: "2026-11-24T11:59:00.000Z",
      page_size: "51",
    },
  );
  expect(newerQuery("/activity", newest)).toEqual({
    since: "2026-11-24T11:59:00.000Z",
    page_size: "51",
  });
});

test.each([
  ["later than what is known", "2026-11-25T00:00:00+01:00", "2026-11-24T23:00:00.000Z"],
  ["earlier", "2026-01-01T00:00:00Z", "2026-11-24T11:59:00.000Z"],
])("a chosen start applies if it is %s", (_, since, asked) => {
  const address = `/activity?${new URLSearchParams({ since })}`;
  expect(newerQuery(address, newest).since).toBe(asked);
});

test("only events with a higher ID are new, also within the same second", () => {
  const events = [{ id: "9" }, { id: "10" }, { id: "7" }, { id: "6" }];
  expect(newerIn(events, newest.id)).toEqual({ count: 2, lastId: 10 });
  expect(newerIn([], newest.id)).toEqual({ count: 0, lastId: 7 });
});

test.each([
  [1, "1 new event"],
  [3, "3 new events"],
  [50, "50 new events"],
  [51, "50+ new events"],
])("%i is shown as “%s”", (count, text) => {
  expect(newerText(count)).toBe(text);
});

test("an event from a server with a slower clock is new once, at any position", () => {
  const later = { id: "12", timestamp: "2026-11-24T11:59:30Z" };
  const earlier = { id: "11", timestamp: "2026-11-24T12:00:00Z" };
  const first = newerIn([earlier, later], 11);
  expect(first).toEqual({ count: 1, lastId: 12 });
  expect(newerIn([earlier, later], first.lastId).count).toBe(0);
});
