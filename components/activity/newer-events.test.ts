import { expect, test } from "vitest";
import { countNewer, newerQuery, newerText } from "./newer-events.ts";

const newest = { id: 7, at: new Date("2026-11-24T12:00:00Z") };

test("what is newer is asked for with the list's filters, newest first whatever its order", () => {
  expect(newerQuery("/activity?activity_code=user.block&search=ci&sort=timestamp", newest)).toEqual(
    {
      activity_code: "user.block",
      search: "ci",
      since: "2026-11-24T11:59:50.000Z",
      page_size: "51",
    },
  );
  expect(newerQuery("/activity", newest)).toEqual({
    since: "2026-11-24T11:59:50.000Z",
    page_size: "51",
  });
});

test.each([
  ["later than what is known", "2026-11-25T00:00:00+01:00", "2026-11-24T23:00:00.000Z"],
  ["earlier", "2026-01-01T00:00:00Z", "2026-11-24T11:59:50.000Z"],
])("a beginning that the reader chose holds where it is %s", (_, since, asked) => {
  const address = `/activity?${new URLSearchParams({ since })}`;
  expect(newerQuery(address, newest).since).toBe(asked);
});

test("only events with a higher id are new, also among those of the same second", () => {
  expect(countNewer([{ id: "9" }, { id: "10" }, { id: "7" }, { id: "6" }], newest)).toBe(2);
});

test.each([
  [1, "1 new event"],
  [3, "3 new events"],
  [50, "50 new events"],
  [51, "50+ new events"],
])("%i is told as “%s”", (count, text) => {
  expect(newerText(count)).toBe(text);
});
