import { expect, test } from "vitest";
import { permissionWords } from "./permission.ts";

test.each([
  ["anyone", undefined, "Anyone, without a credential."],
  ["signed-in", undefined, "Any valid credential; the rights depend on the user concerned."],
  ["signed-in", "Users, for themselves.", "Users, for themselves."],
  ["users.create", undefined, "The permission users.create: the roles owner and admin."],
  [
    "events.read",
    undefined,
    "The permission events.read: the roles owner, admin, network_admin and auditor, and every service user.",
  ],
  ["accounts.delete", "Not twice.", "The permission accounts.delete: the role owner. Not twice."],
] as const)("describes %s", (access, finer, words) => {
  expect(permissionWords({ access }, finer)).toBe(words);
});

test("throws for a permission that is not in the matrix", () => {
  expect(() => permissionWords({ access: "nothing.read" })).toThrow("no grant nothing.read");
});

test("names the setting that admits access tokens", () => {
  const words = permissionWords({ access: "signed-in", sessionOnly: true }, "Users.");
  expect(words).toMatch(/^Users\. Returns 403 for access tokens .*`access_tokens_manage_account`/);
});
