import { expect, test } from "vitest";
import { networkOf, networksOf } from "./network.ts";

test.each([
  ["192.0.2.7", ["192.0.2.0/24", "192.0.2.7"]],
  ["::ffff:192.0.2.7", ["192.0.2.0/24", "192.0.2.7"]],
  ["2001:db8:1:203:4::5", ["2001:db8:1/48", "2001:db8:1:2/56", "2001:db8:1:203"]],
  ["2001:db8::7", ["2001:db8:0/48", "2001:db8:0:0/56", "2001:db8:0:0"]],
  ["::1", ["0:0:0/48", "0:0:0:0/56", "0:0:0:0"]],
  ["unknown", ["unknown"]],
])("%s is in %j", (address, networks) => {
  expect(networksOf(address)).toEqual(networks);
  expect(networkOf(address)).toBe(networks.at(-1));
});

test("neighbours share wide networks, other addresses none", () => {
  const shared = (one: string, other: string) =>
    networksOf(one).filter((network) => networksOf(other).includes(network)).length;
  expect(shared("2001:db8:1:200::1", "2001:db8:1:2ff::1")).toBe(2);
  expect(shared("2001:db8:1:200::1", "2001:db8:1:300::1")).toBe(1);
  expect(shared("2001:db8:1::1", "2001:db8:2::1")).toBe(0);
  expect(shared("192.0.2.1", "192.0.2.2")).toBe(1);
  expect(shared("192.0.2.1", "192.0.3.1")).toBe(0);
});
