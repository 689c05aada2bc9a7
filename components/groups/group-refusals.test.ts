import { expect, test } from "vitest";
import type { Role } from "#lib/contract/fields.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";
import { deleteRefusal, renameRefusal } from "./group-refusals.ts";

const reader = (role: Role) => ({
  userId: "ada-id",
  role,
  isServiceUser: false,
  personalTokens: true,
  managesAccount: true,
});
const group = (change: Partial<DescribedGroup> = {}): DescribedGroup => ({
  id: "devs-id",
  name: "Devs",
  issued: "api",
  peers: [],
  resources: [],
  people: 0,
  serviceUsers: 0,
  holders: [],
  invited: [],
  inTrafficLogs: false,
  ...change,
});

test("a group that nothing refers to can be renamed and deleted, by a network admin too", () => {
  for (const role of ["owner", "admin", "network_admin"] as const) {
    expect(renameRefusal(reader(role), group())).toBeUndefined();
    expect(deleteRefusal(reader(role), group())).toBeUndefined();
  }
});

test("the role is named before the links", () => {
  const held = group({ people: 1, holders: ["Bo"] });
  expect(renameRefusal(reader("auditor"), held)).toBe("Your role does not allow this.");
  expect(deleteRefusal(reader("auditor"), held)).toBe("Your role does not allow this.");
});

test("the group All is refused to every role", () => {
  const all = group({ name: "All" });
  expect(renameRefusal(reader("owner"), all)).toContain("keeps its name");
  expect(deleteRefusal(reader("owner"), all)).toContain("cannot be deleted");
});

test.each<[string, Partial<DescribedGroup>]>([
  ["It is an auto group of Bo. Take it from them first.", { people: 1, holders: ["Bo"] }],
  [
    "It is an auto group of Bo, ci, dora, and 4 more. Take it from them first.",
    { people: 3, serviceUsers: 4, holders: ["Bo", "ci", "dora"] },
  ],
  [
    "Pending invites give it to bo@example.test. Delete those first.",
    { invited: ["bo@example.test"] },
  ],
  [
    "The account's settings for traffic logs name it. Take it out of them first.",
    { inTrafficLogs: true },
  ],
  [
    "Only the integration that created this group can delete it.",
    { issued: "integration", people: 1, holders: ["Bo"] },
  ],
])("“%s”", (text, change) => {
  expect(deleteRefusal(reader("owner"), group(change))).toBe(text);
});
