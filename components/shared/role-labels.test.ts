import { expect, test } from "vitest";
import { ROLES, type Role } from "#lib/contract/fields.ts";
import { PERSON_ROLES, roleDescription, roleName, SERVICE_USER_ROLES } from "./role-labels.ts";

test("users can have every role, service users all but owner", () => {
  expect(PERSON_ROLES.map(({ role }) => role).sort()).toEqual([...ROLES].sort());
  expect(SERVICE_USER_ROLES.map(({ role }) => role).sort()).toEqual(
    ROLES.filter((role) => role !== "owner").sort(),
  );
});

test("no explanation equals a role's name, so that a name matches one entry", () => {
  const names = ROLES.map(roleName);
  for (const { explanation } of [...PERSON_ROLES, ...SERVICE_USER_ROLES]) {
    for (const name of names) expect(explanation).not.toMatch(new RegExp(`\\b${name}\\b`, "i"));
  }
});

test("within a sentence a role's name precedes its rights", () => {
  const words = (role: Role, isServiceUser: boolean) => roleDescription({ role, isServiceUser });
  expect(words("admin", true)).toBe("Admin: full access");
  expect(words("user", true)).toBe("User: read-only access");
  expect(words("user", false)).toBe("User: own profile and tokens only");
  for (const role of ROLES) expect(words(role, false)).toMatch(/^[A-Z].+: [a-z].+[a-z]$/);
});
