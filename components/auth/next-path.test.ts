import { expect, test } from "vitest";
import { safeNextPath } from "./next-path.ts";

test("a path of this origin is kept, with its query", () => {
  expect(safeNextPath("/team/service-users?search=ci#top")).toBe(
    "/team/service-users?search=ci#top",
  );
});

test.each([
  undefined,
  "",
  "team/users",
  "https://elsewhere.test/",
  "//elsewhere.test/",
  "/\\elsewhere.test/",
  "/\t/elsewhere.test/",
  "/.//elsewhere.test/",
  "/team/..//elsewhere.test/",
  "javascript:alert(1)",
])("%j leads to the start page instead of another origin", (next) => {
  expect(safeNextPath(next)).toBe("/");
});
