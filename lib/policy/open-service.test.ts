import fc from "fast-check";
import { expect, test } from "vitest";
import { ROLES } from "../contract/fields.ts";
import { canOpen, type ServiceRequest, type ServiceRules } from "./open-service.ts";

const OPEN: ServiceRules = {
  slug: "wiki",
  roles: null,
  groups: [],
  methods: null,
  alsoAccepts: [],
};
const REQUEST: ServiceRequest = {
  scopes: ["service:wiki"],
  role: "user",
  groups: ["ops"],
  method: "GET",
};

const decide = (service: Partial<ServiceRules>, request: Partial<ServiceRequest> = {}) => {
  const decision = canOpen({ ...OPEN, ...service }, { ...REQUEST, ...request });
  return decision.allowed || decision.refusal;
};

test.each<[Partial<ServiceRules>, Partial<ServiceRequest>, true | string]>([
  [{}, {}, true],
  [{}, { method: undefined }, true],
  [{}, { scopes: ["service:wik"] }, "insufficient_scope"],
  [{}, { scopes: ["service:wiki2", "service:other"] }, "insufficient_scope"],
  [{}, { scopes: [] }, "insufficient_scope"],
  [{}, { scopes: null }, "insufficient_scope"],
  [{}, { scopes: ["all"] }, "insufficient_scope"],
  [{}, { scopes: ["all:read"] }, "insufficient_scope"],
  [{ alsoAccepts: ["unscoped"] }, { scopes: null }, true],
  [{ alsoAccepts: ["unscoped"] }, { scopes: ["all"] }, "insufficient_scope"],
  [{ alsoAccepts: ["all"] }, { scopes: ["all"], method: "DELETE" }, true],
  [{ alsoAccepts: ["all"] }, { scopes: null }, "insufficient_scope"],
  [{ alsoAccepts: ["all"] }, { scopes: ["all:read"] }, "insufficient_scope"],
  [{ alsoAccepts: ["all:read"] }, { scopes: ["all"] }, "insufficient_scope"],
  [{ alsoAccepts: ["all:read"] }, { scopes: ["all:read"], method: "HEAD" }, true],
  [{ alsoAccepts: ["all:read"] }, { scopes: ["all:read"], method: "OPTIONS" }, true],
  [{ alsoAccepts: ["all:read"] }, { scopes: ["all:read"], method: "POST" }, "insufficient_scope"],
  [{ alsoAccepts: ["all:read"] }, { scopes: ["all:read"], method: "get" }, "insufficient_scope"],
  [
    { alsoAccepts: ["all:read"] },
    { scopes: ["all:read"], method: undefined },
    "insufficient_scope",
  ],
  [{ methods: ["GET"] }, {}, true],
  [{ methods: ["GET"] }, { method: "HEAD" }, "service_method"],
  [{ methods: ["GET"] }, { method: "get" }, "service_method"],
  [{ methods: ["GET"] }, { method: "GET, POST" }, "service_method"],
  [{ methods: ["GET"] }, { method: undefined }, "service_method"],
  [{ methods: [] }, {}, "service_method"],
  [{ roles: ["admin", "user"] }, {}, true],
  [{ roles: ["admin"] }, {}, "service_role"],
  [{ roles: ["admin"] }, { role: "owner" }, "service_role"],
  [{ roles: [] }, {}, "service_role"],
  [{ groups: ["dev", "ops"] }, {}, true],
  [{ groups: ["dev"] }, {}, "service_group"],
  [{ groups: ["dev"] }, { groups: [] }, "service_group"],
  [{ methods: [], roles: [], groups: ["dev"] }, { scopes: [] }, "service_method"],
  [{ roles: [], groups: ["dev"] }, { scopes: [] }, "insufficient_scope"],
  [{ roles: [], groups: ["dev"] }, {}, "service_role"],
])("a service with %j answers %j with %j", (service, request, expected) => {
  expect(decide(service, request)).toBe(expected);
});

test("a refused scope names the one that opens the service", () => {
  expect(canOpen(OPEN, { ...REQUEST, scopes: ["all"] })).toEqual({
    ...{ allowed: false, refusal: "insufficient_scope", required: { own: "service:wiki" } },
  });
});

const SCOPES = ["all", "all:read", "service:wiki", "service:ci", "groups:write", "self:update"];
const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "DELETE", "PROPFIND"];
const GROUPS = ["ops", "dev", "all"];
const some = <Item>(items: readonly Item[]) => fc.subarray([...items]);
const rules = fc.record<ServiceRules>({
  slug: fc.constantFrom("wiki", "ci"),
  roles: fc.option(some(ROLES)),
  groups: some(GROUPS),
  methods: fc.option(some(METHODS)),
  alsoAccepts: some(["all", "all:read", "unscoped"] as const),
});
const request = fc.record<ServiceRequest>({
  scopes: fc.option(some(SCOPES)),
  role: fc.constantFrom(...ROLES),
  groups: some(GROUPS),
  method: fc.option(fc.constantFrom(...METHODS), { nil: undefined }),
});

/** What opens a service, as keys and locks: one key that fits, and nothing that is not listed. */
function opens(service: ServiceRules, { scopes, role, groups, method }: ServiceRequest): boolean {
  const locks = new Set<string>([`service:${service.slug}`, ...service.alsoAccepts]);
  const keys = (scopes ?? ["unscoped"]).filter(
    (key) => key !== "all:read" || ["GET", "HEAD", "OPTIONS"].includes(method ?? ""),
  );
  const isListed = (list: readonly string[] | null, one: string) => new Set(list ?? [one]).has(one);
  return (
    keys.some((key) => locks.has(key)) &&
    isListed(service.methods, method ?? "") &&
    isListed(service.roles, role) &&
    (service.groups.length === 0 ||
      [...service.groups, ...groups].length > new Set([...service.groups, ...groups]).size)
  );
}

test("a service opens exactly where a key fits and nothing unlisted is asked", () => {
  const check = fc.property(rules, request, (service, asked) => {
    expect(canOpen(service, asked).allowed).toBe(opens(service, asked));
  });
  fc.assert(check, { numRuns: 2000 });
});
