import { expect, test } from "vitest";
import { clientOf, plainAddress, trustedProxies } from "./client-address.ts";

const isTrusted = trustedProxies(["10.0.0.1", "10.1.0.0/16", "fd00::/8"]);

test.each([
  ["10.0.0.1", true],
  ["10.0.0.2", false],
  ["10.1.200.3", true],
  ["10.2.0.1", false],
  ["fd12::1", true],
  ["fe80::1", false],
  ["not an address", false],
])("%s is trusted: %s", (address, expected) => {
  expect(isTrusted(address)).toBe(expected);
});

test("no proxy is trusted by default", () => {
  expect(trustedProxies([])("127.0.0.1")).toBe(false);
});

test.each([
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::FFFF:192.0.2.7", "192.0.2.7"],
  ["2001:DB8::1", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  [" 192.0.2.7 ", "192.0.2.7"],
  ["192.0.2.7:4711", "192.0.2.7"],
  ["[2001:db8::1]:4711", "2001:db8::1"],
  ["unknown", undefined],
  ["", undefined],
])("%j is the address %s", (text, expected) => {
  expect(plainAddress(text)).toBe(expected);
});

test.each<[string, string, string | undefined, string]>([
  ["ignores the header of an untrusted client", "192.0.2.7", "203.0.113.9", "192.0.2.7"],
  ["reads the header of a trusted proxy", "10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["matches an IPv4 proxy on an IPv6 socket", "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["takes the last untrusted entry", "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.1.0.5", "203.0.113.9"],
  [
    "ignores a forged entry before the client's",
    "10.0.0.1",
    "10.1.0.9, 203.0.113.9",
    "203.0.113.9",
  ],
  ["stops at an unreadable entry", "10.0.0.1", "203.0.113.9, junk, 10.1.0.5", "10.1.0.5"],
  [
    "takes the first of a chain that holds only proxies",
    "10.0.0.1",
    "10.1.0.7, 10.1.0.8",
    "10.1.0.7",
  ],
  ["takes the proxy itself without the header", "10.0.0.1", undefined, "10.0.0.1"],
])("%s", (_, peer, forwardedFor, expected) => {
  expect(clientOf(peer, forwardedFor, isTrusted).address).toBe(expected);
});

test("a closed socket has no address", () => {
  expect(clientOf(undefined, "203.0.113.9", isTrusted).address).toBe("unknown");
});

test.each<[string, string | undefined, boolean]>([
  ["192.0.2.7", undefined, false],
  ["192.0.2.7", "", false],
  ["192.0.2.7", "203.0.113.9", true],
  ["10.0.0.1", undefined, false],
  ["10.0.0.1", "203.0.113.9", false],
  ["10.0.0.1", "10.1.0.7, 10.1.0.8", false],
  ["10.0.0.1", "198.51.100.1, 203.0.113.9", true],
  ["10.0.0.1", "198.51.100.1, 203.0.113.9, 10.1.0.5", true],
  ["10.0.0.1", "203.0.113.9, junk", true],
])(
  "with the peer %s and the header %s, the client forwards: %s",
  (peer, forwardedFor, expected) => {
    expect(clientOf(peer, forwardedFor, isTrusted).forwards).toBe(expected);
  },
);
