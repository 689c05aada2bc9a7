import fc from "fast-check";
import { expect, test } from "vitest";
import { ROLES } from "../contract/fields.ts";
import { grants, MODULES, VERBS } from "./matrix.ts";
import { covers, KNOWN_SCOPES } from "./scopes.ts";
import { UPSTREAM_ROLES, upstreamRoleCovers, upstreamRoleFor, writesOf } from "./upstream-role.ts";

test("a call that only reads needs the least role, on every module", () => {
  for (const module of [...MODULES, "billing"]) {
    expect(upstreamRoleFor([{ module, verb: "read" }])).toBe("user");
  }
  expect(upstreamRoleFor([null])).toBe("user");
});

test.each([
  ["networks", "network_admin"],
  ["groups", "network_admin"],
  ["policies", "network_admin"],
  ["setup_keys", "admin"],
  ["peers", "admin"],
  ["services", "admin"],
  ["identity_providers", "admin"],
  ["agent_network.budgets", "admin"],
  // Of NetBird's cloud alone.
  ["billing", "admin"],
])("writing %s needs %s", (module, role) => {
  expect(upstreamRoleFor([{ module, verb: "update" }])).toBe(role);
});

const holder = fc.record({
  role: fc.constantFrom(...ROLES),
  isServiceUser: fc.boolean(),
});
const scopes = fc.option(fc.subarray([...KNOWN_SCOPES], { maxLength: 6 }), { nil: null });

test("the role covers each right that a token has within its owner's role, and is the least that does", () => {
  fc.assert(
    fc.property(holder, fc.array(scopes, { maxLength: 3 }), (owner, tokens) => {
      const role = upstreamRoleFor(writesOf(owner, tokens));
      const needed = MODULES.flatMap((module) =>
        VERBS.map((verb) => ({ module, verb })).filter(
          ({ verb }) =>
            grants(owner, module, verb) &&
            tokens.some((one) => covers(one, { module, verb })) &&
            // Only owners write the account itself, and no service user is one.
            !(module === "accounts" && verb !== "read"),
        ),
      );
      for (const need of needed) expect(upstreamRoleCovers(role, need)).toBe(true);
      const narrower = UPSTREAM_ROLES.slice(0, UPSTREAM_ROLES.indexOf(role));
      for (const less of narrower) {
        const all = writesOf(owner, tokens);
        expect(all.every((need) => upstreamRoleCovers(less, need))).toBe(false);
      }
    }),
  );
});
