import fc from "fast-check";
import { expect, test } from "vitest";
import { ROLES, type Role } from "../contract/fields.ts";
import type { Operation } from "../contract/operation.ts";
import { operations } from "../contract/operations.ts";
import { grants, MODULES, VERBS } from "./matrix.ts";
import {
  effectiveGrants,
  KNOWN_SCOPES,
  type Scopes,
  scopeOf,
  scopeRuleOf,
  scopesAllow,
} from "./scopes.ts";

/* Role × scopes × operation, against a model that works on the strings alone. */

function scopeAllows(scope: string, module: string, verb: string): boolean {
  if (scope === "all") return true;
  if (scope === "all:read") return verb === "read";
  const [of = "", to = ""] = scope.split(":");
  const isOfModule = module === of || module.startsWith(`${of}.`);
  return isOfModule && (to === verb || to === "write");
}

const scopesAllowed = (scopes: Scopes, module: string, verb: string) =>
  scopes?.some((scope) => scopeAllows(scope, module, verb)) ?? true;

/** What a token with these scopes may call, whatever its user's role. */
function mayCall(scopes: Scopes, operation: Operation): boolean {
  const scope: string = operation.scope ?? operation.access;
  if (scopes === null || scope === "none" || scope === "anyone") return true;
  if (scope === "session") return false;
  // Roost's own scopes are outside of `all`.
  if (scope.includes(":")) return scopes.includes(scope);
  const at = scope.lastIndexOf(".");
  return scopesAllowed(scopes, scope.slice(0, at), scope.slice(at + 1));
}

const table = Object.entries(operations) as [string, Operation][];
const RIGHTS = MODULES.flatMap((module) => VERBS.map((verb) => ({ module, verb })));
const HOLDERS = ROLES.flatMap((role: Role) => [
  { role, isServiceUser: false },
  { role, isServiceUser: true },
]);

/** Usual scopes of a token, by what it is for. */
const PRESETS: Record<string, Scopes> = {
  "whole role": null,
  nothing: [],
  "read everything": ["all:read"],
  monitoring: ["peers:read", "networks:read", "routes:read", "events:read", "services:read"],
  "setup keys": ["setup_keys:create", "groups:read"],
  network: ["networks:write", "groups:write", "policies:write", "routes:write", "users:read"],
  everything: ["all"],
  "help desk": ["users:write", "peers:write"],
  "access review": ["users:read", "pats:read", "events:read"],
  unknown: ["users:wrte", "of_later:read", ""],
};

/** Lists are compared whole: a comparison of each right would take most of the time. */
function expectAsModelled(scopes: Scopes): void {
  const called = table.filter(([, one]) => scopesAllow(scopes, scopeRuleOf(one)).allowed);
  expect(called.map(([id]) => id)).toEqual(
    table.filter(([, one]) => mayCall(scopes, one)).map(([id]) => id),
  );
  for (const holder of HOLDERS) {
    const left = effectiveGrants({ ...holder, scopes });
    const rights = RIGHTS.filter(({ module, verb }) => left[module]?.[verb]);
    const expected = RIGHTS.filter(
      ({ module, verb }) => grants(holder, module, verb) && scopesAllowed(scopes, module, verb),
    );
    expect(rights).toEqual(expected);
  }
}

test.each(Object.keys(PRESETS))("a token for %s calls what the model says", (name) => {
  expectAsModelled(PRESETS[name] ?? null);
});

test("a token with any single scope calls what the model says", () => {
  for (const scope of [...KNOWN_SCOPES, "service:wiki"]) expectAsModelled([scope]);
});

test("a token with random scopes calls what the model says", () => {
  const some = fc.array(fc.constantFrom(...KNOWN_SCOPES, "service:wiki"), { maxLength: 12 });
  fc.assert(fc.property(some, expectAsModelled), { numRuns: 150 });
});

test("an operation that needs a right of the role needs a scope too", () => {
  for (const [id, operation] of table) {
    if (operation.access === "anyone" || operation.access === "signed-in") continue;
    expect(scopesAllow([], scopeRuleOf(operation)).allowed, id).toBe(false);
  }
});

test("a refusal names the one scope that is missing", () => {
  for (const [id, operation] of table) {
    const decision = scopesAllow([], scopeRuleOf(operation));
    if (decision.allowed || decision.required === undefined) continue;
    expect(mayCall([scopeOf(decision.required)], operation), id).toBe(true);
  }
});
