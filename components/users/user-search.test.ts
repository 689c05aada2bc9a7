import { expect, test } from "vitest";
import type { UserView } from "#lib/contract/views.ts";
import { matchesUser } from "./user-search.ts";

const user: UserView = {
  id: "u1",
  email: "ops@example.test",
  name: "Release Bot",
  role: "network_admin",
  status: "active",
  lastLoginAt: null,
  autoGroups: [],
  isCurrent: false,
  isServiceUser: true,
  isBlocked: false,
  pendingApproval: false,
  issued: "api",
};

test.each(["network admin", "network_admin", "ADMIN", "bot release", "ops@", "active", ""])(
  "“%s” finds the user by name, e-mail, role or status",
  (query) => {
    expect(matchesUser(user, query)).toBe(true);
  },
);

test("every word has to occur", () => {
  expect(matchesUser(user, "release billing")).toBe(false);
});
