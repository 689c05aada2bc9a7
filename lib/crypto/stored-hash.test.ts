import { hashSync } from "bcryptjs";
import { expect, test } from "vitest";
import { costOf, dummyHash } from "./stored-hash.ts";

const REAL = hashSync("a secret", 4);

test("the cost of every bcrypt version in use is read", () => {
  expect(costOf(REAL)).toBe(4);
  expect(costOf(REAL.replace("$2b$04", "$2y$12"))).toBe(12);
  expect(costOf(REAL.replace("$2b$04", "$2a$15"))).toBe(15);
});

test.each([
  ["empty", ""],
  ["a cost of 16", REAL.replace("$04$", "$16$")],
  ["a cost of 31", REAL.replace("$04$", "$31$")],
  ["a cost of 3", REAL.replace("$04$", "$03$")],
  ["a cost that is no number", REAL.replace("$04$", "$1e$")],
  ["the broken version 2x", REAL.replace("$2b", "$2x")],
  ["no version letter", REAL.replace("$2b", "$2")],
  ["one character short", REAL.slice(0, -1)],
  ["one character long", `${REAL}a`],
  ["a line break at the end", `${REAL}\n`],
  ["a character outside the alphabet", REAL.replace(/.$/, "!")],
  ["another scheme", "sha256$abcdef"],
])("a stored hash with %s has no cost", (_, hash) => {
  expect(costOf(hash)).toBeNull();
});

test("bcrypt processes a dummy hash at its full cost, and no text matches it", () => {
  for (let round = 0; round < 50; round += 1) {
    const dummy = dummyHash(4);
    expect(costOf(dummy)).toBe(4);
    const found = hashSync("a secret", dummy.slice(0, 29));
    expect(costOf(found)).toBe(4);
    expect(found.slice(29)).not.toBe(dummy.slice(29));
  }
  expect(dummyHash(12)).toMatch(/^\$2b\$12\$/);
});

test("a dummy hash has an ending that bcrypt never writes", () => {
  const ends = Array.from({ length: 200 }, (_, index) => hashSync(`${index}`, 4).at(-1));
  expect(ends).not.toContain("/");
  expect(dummyHash(4).at(-1)).toBe("/");
});
