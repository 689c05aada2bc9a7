import fc from "fast-check";
import { expect, test } from "vitest";
import { ROLES } from "../contract/fields.ts";
import { lossesOf } from "./scope-diff.ts";
import { effectiveGrants, isWithin, KNOWN_SCOPES } from "./scopes.ts";

const ADMIN = { role: "admin", isServiceUser: true } as const;

test("lists each module with its rights before and after, then own scopes and later versions", () => {
  expect(lossesOf(["all", "self:update"], ["groups:read", "users:write"], ADMIN)).toEqual(
    expect.arrayContaining([
      { name: "Groups", before: "read, write", after: "read" },
      { name: "Peers", before: "read, write", after: "nothing" },
      { name: "Self-rotation", before: "allowed", after: "nothing" },
      { name: "Later versions", before: "everything new", after: "nothing" },
    ]),
  );
  expect(lossesOf(null, ["all"], ADMIN).map(({ name }) => name)).toEqual(["Self-rotation"]);
  const names = lossesOf(["all"], ["all:read"], ADMIN).map(({ name }) => name);
  expect(names).not.toContain("Account");
  expect(names.at(-1)).toBe("Later versions");
});

test("a role without a right loses nothing by it, and the same scopes lose nothing", () => {
  const reader = { role: "user", isServiceUser: true } as const;
  expect(lossesOf(["groups:write"], ["groups:read"], reader)).toEqual([]);
  expect(lossesOf(["groups:write"], ["groups:write"], ADMIN)).toEqual([]);
  expect(lossesOf(null, ["all", "self:update"], ADMIN)).toEqual([]);
});

test("names a loss for every grant that the API would no longer show", () => {
  const scopes = fc.array(fc.constantFrom(...KNOWN_SCOPES), { maxLength: 5 });
  fc.assert(
    fc.property(fc.option(scopes), scopes, fc.constantFrom(...ROLES), (before, after, role) => {
      fc.pre(isWithin(after, before));
      const holder = { role, isServiceUser: true };
      const count = (some: readonly string[] | null) =>
        Object.values(effectiveGrants({ ...holder, scopes: some })).flatMap((verbs) =>
          Object.values(verbs).filter(Boolean),
        ).length;
      if (count(before) > count(after)) expect(lossesOf(before, after, holder)).not.toEqual([]);
    }),
  );
});
