import { expect, test } from "vitest";
import { permissionWords } from "./permission.ts";

test.each([
  ["anyone", undefined, "Anyone, without a credential."],
  [
    "signed-in",
    undefined,
    "Any valid credential; what it may do depends on whom the call concerns.",
  ],
  ["signed-in", "People, for themselves.", "People, for themselves."],
  ["users.create", undefined, "The permission users.create: the roles owner and admin."],
  [
    "events.read",
    undefined,
    "The permission events.read: the roles owner, admin, network_admin and auditor, and every service user.",
  ],
  ["accounts.delete", "Not twice.", "The permission accounts.delete: the role owner. Not twice."],
] as const)("%s is told in words", (access, finer, words) => {
  expect(permissionWords({ access }, finer)).toBe(words);
});

test("a permission that the matrix does not know cannot be described", () => {
  expect(() => permissionWords({ access: "nothing.read" })).toThrow("no grant nothing.read");
});

test("that access tokens are refused is said with the setting that lets them", () => {
  const words = permissionWords({ access: "signed-in", sessionOnly: true }, "People.");
  expect(words).toMatch(/^People\. Access tokens are refused .*`access_tokens_manage_account`/);
});
