import { expect, test } from "vitest";
import { ROLES } from "../contract/fields.ts";
import { grants, MODULES, VERBS } from "./matrix.ts";
import { effectiveGrants } from "./scopes.ts";
import { roleRights, tokenRights } from "./token-rights.ts";

const HOLDERS = ROLES.flatMap((role) =>
  [false, true].map((isServiceUser) => ({ role, isServiceUser })),
);
const SCOPES = [null, [], ["all:read"], ["peers:write", "users:read"], ["agent_network:read"]];

test("rights on all objects are the effective grants", () => {
  for (const holder of HOLDERS) {
    for (const scopes of SCOPES) {
      const grantsOf = effectiveGrants({ ...holder, scopes });
      for (const { module, effective } of tokenRights(scopes, holder)) {
        const all = effective.filter(({ extent }) => extent === "all").map(({ verb }) => verb);
        expect(all, `${holder.role} ${scopes} ${module}`).toEqual(
          VERBS.filter((verb) => grantsOf[module]?.[verb]),
        );
      }
    }
  }
});

test("what the policy allows on own objects without a grant is a right on own ones", () => {
  const own = (role: (typeof ROLES)[number], isServiceUser: boolean) =>
    MODULES.flatMap((module) =>
      roleRights({ role, isServiceUser }, module)
        .filter(({ extent }) => extent === "own")
        .map(({ verb }) => `${module}:${verb}`),
    ).sort();
  expect(own("user", false)).toEqual([
    "events:read",
    "pats:create",
    "pats:delete",
    "pats:read",
    "pats:update",
    "users:read",
  ]);
  expect(own("user", true)).toEqual(["pats:delete", "pats:update"]);
  expect(own("owner", false)).toEqual([]);
  expect(grants({ role: "user", isServiceUser: true }, "pats", "delete")).toBe(false);
});
