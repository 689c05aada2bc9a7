import fc from "fast-check";
import { expect, test } from "vitest";
import { MODULES, type Module, VERBS } from "./matrix.ts";
import { MODULE_GROUPS } from "./module-names.ts";
import {
  type Choice,
  commonLevel,
  groupRefuses,
  levelOf,
  levelRefusal,
  withGroupLevel,
  withLevel,
  withScope,
} from "./scope-choices.ts";
import { covers, isScope, isWithin, KNOWN_SCOPES, type Scopes } from "./scopes.ts";

const ROWS = MODULE_GROUPS.flatMap(({ modules }) => modules);
const scopes = fc.array(fc.constantFrom(...KNOWN_SCOPES, "service:web"), { maxLength: 6 });
const row = fc.constantFrom(...ROWS);
const choice = fc.constantFrom<Choice>("none", "read", "write", "create");

const rightsOn = (given: readonly string[], module: Module) =>
  VERBS.filter((verb) => covers(given, { module, verb }));

test("a chosen level is the level of its module, and no other module changes", () => {
  fc.assert(
    fc.property(scopes, row, choice, (given, module, level) => {
      const chosen = withLevel(given, [module], level);
      expect(chosen.every(isScope)).toBe(true);
      expect(levelOf(chosen, module)).toBe(level);
      for (const other of ROWS.filter((one) => one !== module)) {
        expect(rightsOn(chosen, other), other).toEqual(rightsOn(given, other));
      }
    }),
  );
});

test("a choice keeps Roost's own scopes and gives no right of later versions", () => {
  const given = ["all:read", "introspection:read", "self:update", "service:web"];
  const chosen = withLevel(given, ["peers"], "write");
  expect(chosen).toEqual(expect.arrayContaining(given.slice(1)));
  expect(chosen).toContain("peers:write");
  expect(chosen.filter((scope) => scope.startsWith("all"))).toEqual([]);
});

test("one part of the agent network is chosen without the others", () => {
  expect(withLevel(["agent_network:read"], ["agent_network.logs"], "none")).toEqual([
    "agent_network.budgets:read",
    "agent_network.guardrails:read",
    "agent_network.policies:read",
    "agent_network.providers:read",
    "agent_network.settings:read",
    "agent_network.usage:read",
  ]);
});

test("a group gives each module the level, or the highest below it that the role allows", () => {
  const admin = { role: "network_admin", isServiceUser: false } as const;
  const [network, access] = MODULE_GROUPS;
  if (!network || !access) throw new Error("no groups");
  expect(withGroupLevel(["users:read"], admin, network, "write")).toEqual([
    "dns:write",
    "nameservers:write",
    "networks:write",
    "peers:read",
    "routes:write",
    "setup_keys:read",
    "users:read",
  ]);
  const agents = MODULE_GROUPS.find(({ parent }) => parent === "agent_network");
  if (!agents) throw new Error("no group of the agent network");
  const owner = { role: "owner", isServiceUser: false } as const;
  const given = ["agent_network.logs:write"];
  expect(withGroupLevel(given, owner, agents, "read")).toEqual(["agent_network:read"]);
  expect(groupRefuses(admin, agents, "read")).toBe(true);
  expect(groupRefuses(admin, network, "write")).toBe(false);
});

test("modules of different levels are mixed, and so are verbs between read and write", () => {
  expect(commonLevel(["peers:read"], ["peers", "routes"])).toBe("mixed");
  expect(commonLevel(["all:read"], ["peers", "routes"])).toBe("read");
  expect(levelOf(["peers:read", "peers:update"], "peers")).toBe("mixed");
  expect(levelOf(["peers:delete"], "peers")).toBe("mixed");
  expect(
    levelOf(
      MODULES.map((module) => `${module}:create`),
      "setup_keys",
    ),
  ).toBe("create");
});

test("a level that the role lacks is refused with its reason", () => {
  const user = { role: "user", isServiceUser: false } as const;
  const reader = { role: "user", isServiceUser: true } as const;
  expect(levelRefusal(reader, "peers", "read")).toBeUndefined();
  expect(levelRefusal(reader, "peers", "write")).toBe("Role allows read only");
  expect(levelRefusal(reader, "pats", "write")).toBe("Role allows read only");
  expect(levelRefusal(user, "peers", "read")).toBe("Role allows nothing here");
  expect(levelRefusal(user, "pats", "write")).toBeUndefined();
  expect(levelRefusal(user, "peers", "none")).toBeUndefined();
});

test("a scope is added once and removed", () => {
  const added = withScope(["peers:read", "self:update"], "self:update", true);
  expect(added).toEqual(["peers:read", "self:update"]);
  expect(withScope(added, "self:update", false)).toEqual(["peers:read"]);
});

test("choices within scopes never leave them, for modules and groups", () => {
  const holder = { role: "owner", isServiceUser: true } as const;
  const steps = fc.array(fc.tuple(row, fc.constantFrom(...MODULE_GROUPS), choice), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(scopes, steps, (within, chosen) => {
      const chooser = { ...holder, within };
      let now: string[] = within;
      for (const [module, group, level] of chosen) {
        if (levelRefusal(chooser, module, level) === undefined) {
          now = withLevel(now, [module], level);
        }
        if (!groupRefuses(chooser, group, level)) now = withGroupLevel(now, chooser, group, level);
        expect(isWithin(now, within), `${now} within ${within}`).toBe(true);
      }
    }),
  );
});

test("a level beyond the scopes is refused, and null scopes allow each level of the role", () => {
  const holder = { role: "owner", isServiceUser: true } as const;
  const refusal = (within: Scopes, level: Choice) =>
    levelRefusal({ ...holder, within }, "peers", level);
  expect(refusal(["peers:read"], "write")).toBe("Not in its scopes");
  expect(refusal(["peers:read"], "read")).toBeUndefined();
  expect(refusal(["all:read"], "read")).toBeUndefined();
  expect(refusal(null, "write")).toBeUndefined();
});
