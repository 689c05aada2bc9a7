import { expect, test } from "vitest";
import { sentence } from "./sentence.ts";

test("turns a message of the API into a sentence", () => {
  expect(sentence("name can't be blank")).toBe("Name can't be blank.");
});

test("a message that is a sentence already stays as it is", () => {
  expect(sentence("Reload the page and try again.")).toBe("Reload the page and try again.");
  expect(sentence("Is it?")).toBe("Is it?");
});
