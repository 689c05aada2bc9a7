import fc from "fast-check";
import { expect, test } from "vitest";
import { operations } from "../contract/operations.ts";
import { MODULES, type Module, VERBS, type Verb } from "./matrix.ts";
import {
  covers,
  isScope,
  isWithin,
  KNOWN_SCOPES,
  type Scopes,
  scopeRuleOf,
  scopesAllow,
} from "./scopes.ts";

/** The rights of scopes as a set of `module:verb`, written independently of the code under test. */
function rightsOf(scopes: Scopes): Set<string> {
  const all = MODULES.flatMap((module) => VERBS.map((verb) => `${module}:${verb}`));
  if (scopes === null) return new Set([...all, "self:update", "introspection:read", "service:web"]);
  const rights = new Set<string>();
  for (const scope of scopes) {
    const at = scope.indexOf(":");
    const [name, verb] = at < 0 ? [scope, "write"] : [scope.slice(0, at), scope.slice(at + 1)];
    if (["self", "introspection", "service"].includes(name)) rights.add(scope);
    for (const right of all) {
      const [module = "", one] = right.split(":");
      const inModule = name === "all" || module === name || module.startsWith(`${name}.`);
      if (inModule && (verb === "write" || verb === one)) rights.add(right);
    }
  }
  return rights;
}

const scope = fc.constantFrom(...KNOWN_SCOPES, "service:web");
const scopes = fc.oneof(fc.constant(null), fc.array(scope, { maxLength: 6 }));

test("scopes cover exactly the rights of the model", () => {
  fc.assert(
    fc.property(scopes, (given) => {
      const rights = rightsOf(given);
      for (const module of MODULES) {
        for (const verb of VERBS) {
          expect(covers(given, { module, verb })).toBe(rights.has(`${module}:${verb}`));
        }
      }
      for (const own of ["self:update", "introspection:read", "service:web"]) {
        expect(covers(given, { own })).toBe(rights.has(own));
      }
    }),
  );
});

test("scopes within others never have a right that these lack", () => {
  fc.assert(
    fc.property(scopes, scopes, (narrow, wide) => {
      fc.pre(isWithin(narrow, wide));
      expect([...rightsOf(narrow)].filter((right) => !rightsOf(wide).has(right))).toEqual([]);
    }),
  );
});

test.each<[Scopes, Scopes, boolean]>([
  [null, null, true],
  [[], [], true],
  [[], ["groups:read"], true],
  [["groups:read"], [], false],
  // What `all` and the role include later, a list of today's modules does not.
  [null, ["all"], false],
  [["all"], null, true],
  [["all"], MODULES.map((module) => `${module}:write`), false],
  [["all:read"], ["all"], true],
  [["all"], ["all:read"], false],
  [["groups:read", "users:read"], ["all:read"], true],
  [["groups:write"], VERBS.map((verb) => `groups:${verb}`), true],
  [["groups:write"], ["groups:create", "groups:update", "groups:delete"], false],
  [["agent_network.logs:read"], ["agent_network:write"], true],
  [["agent_network:read"], ["agent_network.logs:read"], false],
  [["self:update"], ["all"], false],
  [["self:update"], ["self:update", "users:read"], true],
  [["service:web"], ["service:other"], false],
  [["teapots:read"], ["all"], false],
])("%j within %j: %s", (narrow, wide, expected) => {
  expect(isWithin(narrow, wide)).toBe(expected);
});

test("a single verb of change does not include reading", () => {
  for (const verb of ["create", "update", "delete"] as const) {
    expect(covers([`groups:${verb}`], { module: "groups", verb: "read" })).toBe(false);
  }
});

test.each([
  "groups:read",
  "all",
  "all:read",
  "agent_network.logs:write",
  "service:a",
  "service:a-b1",
])("%s is a scope", (text) => expect(isScope(text)).toBe(true));

test.each([
  ...["", "groups", "groups:", ":read", "groups:admin", "all:write", "Groups:read", "groups:read "],
  ...["teapots:read", "self:delete", "service:", "service:A", "service:-a", "service:a-"],
  `service:${"a".repeat(64)}`,
])("%j is no scope", (text) => expect(isScope(text)).toBe(false));

test("a scope that this version does not know grants nothing", () => {
  const unknown = ["teapots:read", "groups:admin", "all:write", "ALL"];
  for (const module of MODULES as readonly Module[]) {
    for (const verb of VERBS as readonly Verb[]) {
      expect(covers(unknown, { module, verb })).toBe(false);
    }
  }
});

test("each operation requires a scope, none, or a session", () => {
  const required = Object.entries(operations).map(([id, operation]) => {
    const rule = scopeRuleOf(operation);
    return `${id} ${typeof rule === "string" ? rule : Object.values(rule).join(":")}`;
  });
  expect(required.filter((line) => / (none|session)$/.test(line))).toEqual([
    "instance.status none",
    "instance.version none",
    "instance.setup none",
    "users.current none",
    "users.changePassword session",
    "invites.get none",
    "invites.accept none",
    "tokens.self.get none",
    "tokens.self.delete none",
    "tokens.reportLeak none",
    "tokens.revocations.start session",
    "tokens.revocations.get session",
    "resets.create session",
    "resets.get none",
    "resets.accept none",
    "sessions.prove session",
    "sessions.list session",
    "sessions.endAll session",
    "sessions.end session",
    "protected_services.create session",
    "protected_services.update session",
    "protected_services.delete session",
    "accounts.delete session",
    "health.live none",
    "health.ready none",
    "health.summary none",
    "openapi.get none",
  ]);
  expect(() => scopeRuleOf({ access: "signed-in" })).toThrow("no scope for signed-in");
});

test("no scope suffices where only a session does", () => {
  expect(scopesAllow(["all", "self:update"], "session")).toMatchObject({ refusal: "scoped_token" });
  expect(scopesAllow(null, "session").allowed).toBe(true);
});
