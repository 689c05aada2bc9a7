import { expect, test } from "vitest";
import { initialOf } from "./initial.ts";

test("the initial is the first letter, in upper case, whatever blanks come before it", () => {
  expect(initialOf("  owner")).toBe("O");
});

test("a letter of several code units stays whole", () => {
  expect(initialOf("👩‍🚀 crew")).toBe("👩‍🚀");
  expect(initialOf("e\u0301tude")).toBe("E\u0301");
});

test("a name without a letter has an initial too", () => {
  expect(initialOf("")).toBe("?");
});
