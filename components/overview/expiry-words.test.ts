import { expect, test } from "vitest";
import { expiryWords } from "./expiry-words.ts";

test("whoever sees all tokens is told whether and where to notices are sent", () => {
  expect(expiryWords(true, "https://hooks.example.test")).toMatch(
    /Notices go to https:\/\/hooks\.example\.test\.$/,
  );
  expect(expiryWords(true, undefined)).toMatch(/No notices are sent/);
});

test("whoever sees only their own is not told where notices go", () => {
  const words = expiryWords(false, "https://hooks.example.test");
  expect(words).toBe(expiryWords(false, undefined));
  expect(words).not.toContain("otices");
});
