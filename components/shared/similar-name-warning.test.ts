import { expect, test } from "vitest";
import { similarNameWarning } from "./similar-name-warning.ts";

const ci = { id: "1", name: "CI", is_service_user: true };
const dana = { id: "2", name: "ci", is_service_user: false };

test("a unique name and the object's own name cause no warning", () => {
  expect(similarNameWarning("user", "ci", [], undefined)).toBeNull();
  expect(similarNameWarning("user", "ci", [ci], "1")).toBeNull();
});

test("the warning names the kind of the other object", () => {
  expect(similarNameWarning("user", "ci", [ci], undefined)).toBe(
    "A service user named “CI” already exists. The names differ only in case, spaces or Unicode form.",
  );
  expect(similarNameWarning("user", "cI", [dana], undefined)).toMatch(/^A user named “ci”/);
  expect(similarNameWarning("group", "Dev", [{ id: "3", name: "dev" }], undefined)).toMatch(
    /^A group named/,
  );
});

test("an equal name is reported before a similar one", () => {
  expect(similarNameWarning("user", "ci", [ci, dana], undefined)).toBe(
    "A user named “ci” already exists.",
  );
});

test("a right-to-left name is isolated in the sentence", () => {
  const found = [{ id: "4", name: "עברית" }];
  expect(similarNameWarning("group", "x", found, undefined)).toContain("“\u2068עברית\u2069”");
});
