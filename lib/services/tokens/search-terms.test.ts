import fc from "fast-check";
import { expect, test } from "vitest";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import { termsOf } from "./search-terms.ts";

const partsOfName = (name: string) =>
  termsOf({ nameKey: nameKeyOf(name), publicId: "AbCdEfGhIj" }).filter(
    (part) => part !== "abcdefghij",
  );

test.each([
  ["CI deploy-0042", ["ci deploy-0042", " deploy-0042", "deploy-0042", "-0042", "0042"]],
  ["v2beta", ["v2beta", "2beta", "beta"]],
  ["Ärger über", ["ärger über", " über", "über"]],
  ["部署 令", ["部署 令", "署 令", " 令", "令"]],
  ["a_b%", ["a_b%", "_b%", "b%", "%"]],
  ["😀ok", ["😀ok", "ok"]],
])("finds %s by the beginnings of its words, numbers and signs", (name, expected) => {
  expect(partsOfName(name)).toEqual(expected);
});

test("the visible start of a token is a term in any letter case", () => {
  expect(termsOf({ nameKey: "a", publicId: "AbCdEfGhIj" })).toContain("abcdefghij");
});

test("the whole name is always a term, and every term is a suffix of it", () => {
  const visible = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((name) => nameKeyOf(name) !== "");
  fc.assert(
    fc.property(visible, (name) => {
      const parts = partsOfName(name);
      expect(parts).toContain(nameKeyOf(name));
      for (const part of parts) expect(nameKeyOf(name).endsWith(part)).toBe(true);
    }),
  );
});

test("a name of signs only has few and short terms, none of which ends in half a sign", () => {
  for (const name of ["-".repeat(255), "😀".repeat(127), `a${"😀".repeat(127)}`]) {
    const parts = partsOfName(name);
    expect(parts.length).toBeLessThanOrEqual(32);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(64);
      expect(part.isWellFormed()).toBe(true);
    }
  }
});
