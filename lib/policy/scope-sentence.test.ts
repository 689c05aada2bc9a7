import { expect, test } from "vitest";
import type { Role } from "../contract/fields.ts";
import { sentenceOf } from "./scope-sentence.ts";
import type { Scopes } from "./scopes.ts";

const clauses = (scopes: Scopes, role: Role = "admin", isServiceUser = true) =>
  sentenceOf(scopes, { role, isServiceUser, name: "ci-deploy" });
const text = (...given: Parameters<typeof clauses>) =>
  clauses(...given)
    .map((clause) => clause.text)
    .join(" ");

test("the sentence says what a token may do", () => {
  expect(text(null)).toBe("Can do everything ci-deploy can, now and in later versions.");
  expect(text([])).toBe("Can read only itself.");
  expect(text(["all"])).toBe("Can do everything its role allows, now and in later versions.");
  expect(text(["all:read", "dns:write"])).toBe(
    "Reads everything its role allows, now and in later versions. Reads and writes DNS. Cannot change anything else.",
  );
  expect(text(["peers:read", "groups:read", "setup_keys:create"])).toBe(
    "Reads peers and groups. Creates setup keys. Cannot change anything else.",
  );
  expect(text(["peers:read", "routes:update", "peers:delete", "dns:delete", "dns:create"])).toBe(
    "Reads peers. Deletes peers. Updates routes. Creates and deletes DNS. Cannot change anything else.",
  );
  expect(text(["peers:read", "routes:read", "users:read"])).toBe(
    "Reads peers, routes and users. Cannot change anything.",
  );
});

test("a right that the role lacks is not in the sentence", () => {
  expect(text(["peers:write", "groups:write"], "network_admin")).toBe(
    "Reads peers. Reads and writes groups. Cannot change anything else.",
  );
  expect(text(["peers:write"], "user", false)).toBe("Can read only itself.");
  expect(text(["pats:write", "users:read"], "user", false)).toBe(
    "Reads own profile. Reads and writes own access tokens. Cannot change anything else.",
  );
});

test("a complete group is named as one, and all modules as everything", () => {
  expect(text(["groups:read", "policies:read", "services:read", "peers:read"])).toBe(
    "Reads peers and everything in Access. Cannot change anything.",
  );
  expect(text(["agent_network:read"])).toBe(
    "Reads everything in Agent network. Cannot change anything.",
  );
});

test("scopes of Roost's own are named", () => {
  expect(text(["self:update"])).toBe("Can rotate itself. Cannot change anything else.");
  expect(text(["introspection:read", "service:grafana", "service:wiki"])).toBe(
    "Introspects tokens. Opens grafana and wiki. Cannot change anything else.",
  );
});

test("only clauses with changes that need care are sensitive", () => {
  const sensitive = (...given: Parameters<typeof clauses>) =>
    clauses(...given)
      .filter((clause) => clause.sensitive)
      .map((clause) => clause.text);
  expect(sensitive(["users:write", "setup_keys:create", "dns:update", "groups:read"])).toEqual([
    "Reads and writes users.",
    "Creates setup keys.",
  ]);
  expect(sensitive(["all:read"])).toEqual([]);
  expect(sensitive(["all"])).toHaveLength(1);
  expect(sensitive(["all"], "user")).toEqual([]);
});
