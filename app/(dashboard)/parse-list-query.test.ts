import { expect, test } from "vitest";
import { inventoryQuery } from "#lib/contract/token-inventory.ts";
import { parseListQuery } from "./parse-list-query.ts";

const read = (search: string) =>
  parseListQuery(
    inventoryQuery,
    "/list",
    Promise.resolve(Object.fromEntries(new URLSearchParams(search))),
  );

test("parses a URL like the API parses its query", async () => {
  const { query, address } = await read("state=expiring&expiring_within_days=30&cursor=abc");
  expect(query).toEqual({
    state: "expiring",
    expiring_within_days: 30,
    cursor: "abc",
    page_size: 50,
  });
  expect(address).toBe("/list?state=expiring&expiring_within_days=30");
});

test.each([
  "state=nonsense",
  "expiring_within_days=30",
  "state=nonsense&unused_for_days=9",
  "page_size=500",
  "unknown=1",
])("ignores invalid parameters in %s", async (search) => {
  expect(await read(search)).toEqual({ query: { page_size: 50 }, address: "/list" });
});
