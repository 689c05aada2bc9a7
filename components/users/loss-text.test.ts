import { expect, test } from "vitest";
import { lossText } from "./loss-text.ts";

test("every token that stops working is named", () => {
  expect(lossText(["backup"])).toContain("“backup”");
  expect(lossText(["a", "b", "c"])).toBe(
    "3 access tokens stop working at once: “a”, “b”, and “c”. Scripts that use them get 401.",
  );
});

test("of many tokens the first five are named and the rest counted", () => {
  const text = lossText(["a", "b", "c", "d", "e", "f", "g"]);
  expect(text).toContain("7 access tokens");
  expect(text).toContain("“e”, and 2 more");
  expect(text).not.toContain("“f”");
});

test("no token and an unknown number of tokens are told apart", () => {
  expect(lossText([])).toContain("no script stops working");
  expect(lossText("unknown")).toContain("All of its access tokens stop working");
});
