import { expect, test } from "vitest";
import { counted, numberText, wordFor } from "./counted.ts";

test.each([
  [0, "0 calls"],
  [1, "1 call"],
  [2, "2 calls"],
  [1204, "1,204 calls"],
])("%d is written %s", (count, text) => {
  expect(counted(count, "call")).toBe(text);
});

test("an irregular plural is passed explicitly", () => {
  expect(wordFor(1, "is", "are")).toBe("is");
  expect(wordFor(3, "is", "are")).toBe("are");
  expect(counted(2, "person", "people")).toBe("2 people");
});

test("thousands are separated by commas", () => {
  expect(numberText(1_234_567)).toBe("1,234,567");
});
