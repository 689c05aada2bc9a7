import { expect, test } from "vitest";
import { lossesWith, narrowingOf } from "./token-narrowing.ts";

const ADMIN = { role: "admin", isServiceUser: true } as const;
const token = { scopes: ["groups:read", "users:read"], allowedNetworks: ["192.0.2.0/24"] };
const same = { scopes: token.scopes, networks: token.allowedNetworks };

test("only what differs is sent, however it is written", () => {
  expect(narrowingOf(token, same)).toBeUndefined();
  const reordered = { scopes: ["users:read", "groups:read"], networks: ["192.0.2.0/24"] };
  expect(narrowingOf(token, reordered)).toBeUndefined();
  expect(narrowingOf(token, { ...same, scopes: [] })).toEqual({ scopes: [] });
  expect(narrowingOf(token, { ...same, networks: ["192.0.2.7"] })).toEqual({
    allowed_networks: ["192.0.2.7"],
  });
  const free = { scopes: null, allowedNetworks: null };
  expect(narrowingOf(free, { scopes: null, networks: null })).toBeUndefined();
  expect(narrowingOf(free, { scopes: ["all"], networks: null })).toEqual({ scopes: ["all"] });
});

test("the losses name scopes by module, and networks", () => {
  expect(lossesWith(token, same, ADMIN)).toEqual([]);
  const chosen = { scopes: ["users:read"], networks: ["192.0.2.7"] };
  expect(lossesWith(token, chosen, ADMIN)).toEqual([
    { name: "Groups", before: "read", after: "nothing" },
    { name: "Networks", before: "192.0.2.0/24", after: "192.0.2.7" },
  ]);
});
