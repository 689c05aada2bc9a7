import { expect, test } from "vitest";
import { matches } from "./chapter.ts";

const LINES = "tokens.create post /api/users/{userid}/tokens\nusers.list get /api/users";

test.each([
  ["", true],
  ["  ", true],
  ["TOKENS create", true],
  ["get users", true],
  ["get tokens", false],
])("the filter %j matches a line with all of its words: %s", (query, found) => {
  expect(matches(LINES, query)).toBe(found);
});
