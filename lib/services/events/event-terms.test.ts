import { expect, test } from "vitest";
import { eventTermsOf } from "./event-terms.ts";

test("an event is found by a name from each word on, and by the beginning of its address", () => {
  expect(eventTermsOf("ci deploy\nada@b.test\n198.51.100.7").sort()).toEqual(
    ["ci deploy", " deploy", "deploy", "ada@b.test", "@b.test", "b.test", ".test", "test"]
      .concat("198.51.100.7")
      .sort(),
  );
  expect(eventTermsOf("2001:db8::1")).toEqual(["2001:db8::1"]);
  expect(eventTermsOf("")).toEqual([]);
});
