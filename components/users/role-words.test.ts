import { expect, test } from "vitest";
import { ROLES } from "#lib/contract/fields.ts";
import { PERSON_ROLES, roleName, SERVICE_USER_ROLES } from "./role-words.ts";

test("people can have every role, service users every one but owner", () => {
  expect(PERSON_ROLES.map(({ role }) => role).sort()).toEqual([...ROLES].sort());
  expect(SERVICE_USER_ROLES.map(({ role }) => role).sort()).toEqual(
    ROLES.filter((role) => role !== "owner").sort(),
  );
});

test("no explanation is itself a role's name, so that a name finds one entry", () => {
  const names = ROLES.map(roleName);
  for (const { explanation } of [...PERSON_ROLES, ...SERVICE_USER_ROLES]) {
    for (const name of names) expect(explanation).not.toMatch(new RegExp(`\\b${name}\\b`, "i"));
  }
});
