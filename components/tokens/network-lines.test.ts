import { expect, test } from "vitest";
import { lineRefusal, linesOf, networksOf, pastedNetworks } from "./network-lines.ts";

test.each([
  ["", undefined],
  ["  ", undefined],
  [" 192.0.2.1 ", undefined],
  ["2001:db8::/32", undefined],
  ["example.org", "The network must be an IP address or a network such as 192.0.2.0/24."],
  ["10.0.0.1/8", "The network has bits set behind the length of its network: use 10.0.0.0/8."],
])("the line %j is refused with %j", (text, refusal) => {
  expect(lineRefusal(text, null)).toBe(refusal);
});

test("a line must be within the networks of the token", () => {
  const within = ["192.0.2.0/24"];
  expect(lineRefusal("192.0.2.7", within)).toBeUndefined();
  expect(lineRefusal("192.0.2.0/23", within)).toBe(
    "Not within the token's networks: 192.0.2.0/24.",
  );
  expect(lineRefusal("2001:db8::1", within)).toContain("Not within");
});

test("empty lines are no networks, and a pasted list is one network per line", () => {
  expect(networksOf(linesOf([" 192.0.2.1 ", "", " "]))).toEqual(["192.0.2.1"]);
  expect(pastedNetworks("10.0.0.0/8, 192.0.2.1\n2001:db8::/32;")).toEqual([
    "10.0.0.0/8",
    "192.0.2.1",
    "2001:db8::/32",
  ]);
});
