import fc from "fast-check";
import { expect, test } from "vitest";
import { networksWithin } from "./networks.ts";

/** Networks of the four addresses 10.0.0.0 to 10.0.0.3, with the addresses of each. */
const SMALL: Record<string, number[]> = {
  "10.0.0.0/30": [0, 1, 2, 3],
  "10.0.0.0/31": [0, 1],
  "10.0.0.2/31": [2, 3],
  ...Object.fromEntries([0, 1, 2, 3].map((at) => [`10.0.0.${at}/32`, [at]])),
};
const networks = fc.uniqueArray(fc.constantFrom(...Object.keys(SMALL)), {
  minLength: 1,
  maxLength: 4,
});

test("networks are within others exactly if each is within one of them", () => {
  fc.assert(
    fc.property(networks, networks, (narrow, wide) => {
      const expected = narrow.every((one) =>
        wide.some((other) => SMALL[one]?.every((at) => SMALL[other]?.includes(at))),
      );
      expect(networksWithin(narrow, wide)).toBe(expected);
      const addresses = (list: string[]) => list.flatMap((one) => SMALL[one] ?? []);
      if (expected) expect(addresses(wide)).toEqual(expect.arrayContaining(addresses(narrow)));
    }),
  );
});

test("any networks are within no networks, and nothing but networks is within some", () => {
  expect(networksWithin(null, null)).toBe(true);
  expect(networksWithin(["10.0.0.0/8"], null)).toBe(true);
  expect(networksWithin(null, ["0.0.0.0/0", "::/0"])).toBe(false);
});

test.each([
  ["10.0.0.0/8", "::/0"],
  ["2001:db8::/32", "0.0.0.0/0"],
  ["2001:db8::/32", "2001:db8::/33"],
])("%s is not within %s", (narrow, wide) => {
  expect(networksWithin([narrow], [wide])).toBe(false);
});
