import { expect, test } from "vitest";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import type { DescribedUser } from "#lib/contract/views.ts";
import { mergeChanges, realChanges } from "./user-changes.ts";

const group = (id: string) => ({ id, name: `name of ${id}` });

const now: OperationAnswer<"users.get"> = {
  id: "u",
  email: "",
  name: "renamed meanwhile",
  role: "auditor",
  status: "blocked",
  last_login: "0001-01-01T00:00:00Z",
  auto_groups: ["a", "new"],
  is_current: false,
  is_service_user: true,
  is_blocked: true,
  pending_approval: false,
  issued: "api",
};

test("unchanged fields keep the current value, not the one on the page", () => {
  expect(mergeChanges(now, [group("a")], { name: " ci " })).toEqual({
    role: "auditor",
    auto_groups: ["a", "new"],
    is_blocked: true,
    name: "ci",
  });
  expect(mergeChanges(now, [group("a")], { role: "user" })).toEqual({
    role: "user",
    auto_groups: ["a", "new"],
    is_blocked: true,
  });
  expect(mergeChanges(now, [], { isBlocked: false }).is_blocked).toBe(false);
});

test("a concurrently assigned group survives a change of the groups", () => {
  const read = [group("a"), group("gone")];
  expect(mergeChanges(now, read, { groups: [group("b")] }).auto_groups).toEqual(["new", "b"]);
  expect(mergeChanges(now, read, { groups: [...read, group("new")] }).auto_groups).toEqual([
    "a",
    "new",
  ]);
});

test("a change back to the current value is no change", () => {
  const user: DescribedUser = {
    id: "u",
    email: "",
    name: "ci",
    role: "user",
    status: "active",
    lastLoginAt: null,
    groups: [group("a")],
    isCurrent: false,
    isServiceUser: true,
    isBlocked: false,
    pendingApproval: false,
    issued: "api",
    description: "",
    contact: null,
    tokens: null,
    generatedPassword: null,
  };
  const same = { name: "ci ", role: "user", groups: [group("a")], isBlocked: false } as const;
  expect(realChanges(user, same)).toEqual({});
  expect(realChanges(user, { ...same, groups: [] })).toEqual({ groups: [] });
  expect(realChanges(user, { ...same, name: "" })).toEqual({ name: "" });
});
