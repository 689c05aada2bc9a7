import { expect, test } from "vitest";
import type { Role } from "#lib/contract/fields.ts";
import { navigation } from "./navigation.ts";

const PROFILE = "/team/users/me";

function labelsFor(role: Role, hasNetBird = false): Record<string, string[]> {
  const actor = {
    ...{ userId: "me", role, isServiceUser: false },
    ...{ personalTokens: true, inSession: true, recentProof: true, managesAccount: true },
    ...{ scopes: null, networks: null },
  };
  const groups = navigation(actor, PROFILE, hasNetBird);
  return Object.fromEntries(
    groups.map(({ label, items }) => [label, items.map((item) => item.label)]),
  );
}

test.each(["owner", "admin", "auditor"] as const)("%s has every page", (role) => {
  expect(labelsFor(role)).toEqual({
    Team: [
      "Overview",
      "Users",
      "Service Users",
      "Tokens",
      "Groups",
      "Protected services",
      "Access review",
    ],
    Account: ["Activity", "Settings"],
    Developers: ["API reference"],
  });
});

test("a user sees only their own pages, including the profile", () => {
  expect(labelsFor("user")).toEqual({
    You: ["Overview", "Your profile", "Tokens"],
    Developers: ["API reference"],
  });
});

test("a billing admin sees the settings and their own pages", () => {
  expect(labelsFor("billing_admin")).toMatchObject({
    You: ["Overview", "Your profile", "Tokens"],
    Account: ["Settings"],
  });
});

test("NetBird's page is listed with a NetBird server, for those who may read settings", () => {
  expect(labelsFor("auditor", true).Account).toEqual(["Activity", "NetBird", "Settings"]);
  expect(labelsFor("billing_admin", true).Account).toEqual(["Settings"]);
  expect(labelsFor("user", true).Account).toBeUndefined();
});
