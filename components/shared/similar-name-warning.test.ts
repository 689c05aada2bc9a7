import { expect, test } from "vitest";
import { similarNameWarning } from "./similar-name-warning.ts";

const ci = { id: "1", name: "CI", is_service_user: true };
const dana = { id: "2", name: "ci", is_service_user: false };

test("a name that no other has is warned of by nothing, nor is the object's own", () => {
  expect(similarNameWarning("user", "ci", [], undefined)).toBeNull();
  expect(similarNameWarning("user", "ci", [ci], "1")).toBeNull();
});

test("a user is warned of as what it is, a group as a group", () => {
  expect(similarNameWarning("user", "ci", [ci], undefined)).toBe(
    "A service user is called “CI” already. The names differ only in case, blanks or Unicode form.",
  );
  expect(similarNameWarning("user", "cI", [dana], undefined)).toMatch(/^A user is called “ci”/);
  expect(similarNameWarning("group", "Dev", [{ id: "3", name: "dev" }], undefined)).toMatch(
    /^A group is/,
  );
});

test("the very same name is warned of before one that only looks like it", () => {
  expect(similarNameWarning("user", "ci", [ci, dana], undefined)).toBe(
    "A user is called “ci” already.",
  );
});

test("a name from right to left does not turn the sentence round", () => {
  const found = [{ id: "4", name: "עברית" }];
  expect(similarNameWarning("group", "x", found, undefined)).toContain("“\u2068עברית\u2069”");
});
