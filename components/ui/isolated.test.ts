import { expect, test } from "vitest";
import { isolated } from "./isolated.ts";

test.each(["\u0634\u0628\u06a9\u0647", "\u05e9\u05dc\u05d5\u05dd 1", "a\u202egnp.exe", "a\u200f"])(
  "%j is kept apart from the words around it",
  (name) => {
    expect(isolated(name)).toBe(`\u2068${name}\u2069`);
  },
);

test.each(["ci", "B\u00fcro 1", "\u65e5\u672c", ""])("%j stays as it is", (name) => {
  expect(isolated(name)).toBe(name);
});
