import { expect, test } from "vitest";
import { forwardedRows } from "../contract/netbird-objects.ts";
import { changesSomething, rightsFor } from "./forwarded-rights.ts";
import { scopeOf } from "./scopes.ts";

const named = (path: string, method = "GET") => {
  const row = forwardedRows.find((one) => one.path === path && one.method === method);
  if (!row) throw new Error(`no row ${method} ${path}`);
  return { scopes: rightsFor(row).map(scopeOf), changes: changesSomething(row) };
};

test("every forwarded operation requires rights of its module, or only a credential", () => {
  expect(forwardedRows).toHaveLength(220);
  const free = forwardedRows.filter((row) => rightsFor(row).length === 0);
  expect(free.map(({ path }) => path)).toEqual([
    "/api/locations/countries",
    "/api/locations/countries/{country}/cities",
    "/api/agent-network/catalog/providers",
  ]);
});

test("a GET that starts something is a write of its module", () => {
  const path = "/api/reverse-proxies/domains/{domainId}/validate";
  expect(named(path)).toEqual({ scopes: ["services:create"], changes: true });
  expect(named("/api/peers")).toEqual({ scopes: ["peers:read"], changes: false });
});

test("of further permissions only a write is required", () => {
  expect(named("/api/policies").scopes).toEqual(["policies:read"]);
  expect(named("/api/peers/{peerId}/temporary-access", "POST").scopes).toEqual([
    "peers:create",
    "policies:create",
  ]);
});

test("no scope names a module of the cloud: only the wildcards cover it", () => {
  expect(named("/api/integrations/billing/plans").scopes).toEqual(["all:read"]);
  expect(named("/api/integrations/edr/intune", "POST").scopes).toEqual(["all"]);
});
