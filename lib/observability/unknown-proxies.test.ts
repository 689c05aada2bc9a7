import { beforeEach, expect, test } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { noteUnknownProxy, noteUntrustedAsker, unknownProxies } from "./unknown-proxies.ts";

let log: string[];
beforeEach(() => {
  replaceGlobalSingleton("unknown-proxies", new Set<string>());
  replaceGlobalSingleton("untrusted-askers", new Set<string>());
  log = captureLog();
});

test("each proxy on a private address is logged once", () => {
  for (const peer of ["127.0.0.1", "10.1.2.3", "127.0.0.1", "::1", "fd00::7"]) {
    noteUnknownProxy(peer);
  }
  expect(unknownProxies()).toEqual(["127.0.0.1", "10.1.2.3", "::1", "fd00::7"]);
  expect(log).toHaveLength(4);
  expect(log[0]).toContain("TRUSTED_PROXIES");
});

test("all public clients that send the header share one line, and a proxy still gets its own", () => {
  for (let last = 1; last < 200; last += 1) noteUnknownProxy(`198.51.100.${last}`);
  noteUnknownProxy("2001:db8::1");
  noteUnknownProxy("127.0.0.1");
  expect(unknownProxies()).toEqual(["198.51.100.1", "127.0.0.1"]);
  expect(log).toHaveLength(2);
});

test("memory and log are bounded, and an invalid address is not recorded", () => {
  for (let last = 1; last < 200; last += 1) noteUnknownProxy(`10.0.0.${last}`);
  noteUnknownProxy("unknown");
  expect(unknownProxies()).toHaveLength(8);
  expect(log).toHaveLength(8);
});

test("a peer that asks without trust is logged once, beside its forwarded headers", () => {
  for (const peer of ["10.1.2.3", "10.1.2.3", "10.1.2.4"]) noteUntrustedAsker(peer);
  noteUnknownProxy("10.1.2.3");
  expect(unknownProxies()).toEqual(["10.1.2.3"]);
  expect(log.map((line) => line.includes("/api/auth/verify"))).toEqual([true, true, false]);
});
