import { expect, test } from "vitest";
import { sentence } from "./sentence.ts";

test("a message of the wire becomes a sentence", () => {
  expect(sentence("name can't be blank")).toBe("Name can't be blank.");
});

test("a message that is a sentence already stays as it is", () => {
  expect(sentence("Reload the page and try again.")).toBe("Reload the page and try again.");
  expect(sentence("Is it?")).toBe("Is it?");
});
