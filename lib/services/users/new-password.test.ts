import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { passwordError } from "#lib/contract/password-rule.ts";
import { commonPasswords } from "#lib/policy/common-passwords.ts";

/** Modules that may hash a password without the rule: sign-in rehashes accepted passwords. */
const EXEMPT = ["sessions/sign-in.ts", "users/new-password.ts"];

test("no other service hashes a password without the rule", () => {
  const folder = join(repositoryRoot(), "lib", "services");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const hashing = files.filter(
    (name) => /(?<!\.test)\.ts$/.test(name) && read(join(folder, name)).includes("hashPassword"),
  );
  expect(hashing.sort()).toEqual(EXEMPT);
});

const read = (path: string) => readFileSync(path, "utf8");

test("the list has at least 10 000 passwords in lower case, as the rule expects", async () => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const list = dictionary["passwords-common"];
  expect(new Set(list).size).toBeGreaterThan(10_000);
  const isCommon = await commonPasswords();
  expect(list.filter((one) => one !== one.toLowerCase().normalize("NFC"))).toEqual([]);
  expect(list.filter((one) => !isCommon(one))).toEqual([]);
});

const HOLDER = { email: "max@example.test", name: "Zoë  van der Élan" };

test.each([
  ["maximum effort", null], // "max" is short
  ["the vander bilt", null],
  ["a ÉLAN and more".normalize("NFD"), "has_name"],
  ["aaaaaaaaaaa", "repeats"],
  ["correct correct ", null],
  ["🦊🦊🦊🦊", "repeats"],
  ["1234567890", "common"],
  ["ROOSTERS crow", "has_roost"],
  ["123456789", "short"],
  ["ä".repeat(37), "long"],
] as const)("the error of %j is %s", async (password, error) => {
  expect(passwordError(password, HOLDER, await commonPasswords())).toBe(error);
});

test("without email and name only the rest of the rule applies", () => {
  expect(passwordError("eleven letters", { email: "", name: "" }, () => false)).toBeNull();
});
