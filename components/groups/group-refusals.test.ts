import { expect, test } from "vitest";
import type { Role } from "#lib/contract/fields.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";
import { deleteRefusal, renameRefusal } from "./group-refusals.ts";

const reader = (role: Role) => ({
  userId: "ada-id",
  role,
  isServiceUser: false,
  personalTokens: true,
  inSession: true,
  recentProof: true,
  managesAccount: true,
  scopes: null,
  networks: null,
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
  services: [],
  ...change,
});

test("a group without references can be renamed and deleted, also by a network admin", () => {
  for (const role of ["owner", "admin", "network_admin"] as const) {
    expect(renameRefusal(reader(role), group())).toBeUndefined();
    expect(deleteRefusal(reader(role), group())).toBeUndefined();
  }
});

test("a missing right is reported before references", () => {
  const held = group({ people: 1, holders: ["Bo"] });
  expect(renameRefusal(reader("auditor"), held)).toBe("Your role does not allow this.");
  expect(deleteRefusal(reader("auditor"), held)).toBe("Your role does not allow this.");
});

test("the group All is refused to every role", () => {
  const all = group({ name: "All" });
  expect(renameRefusal(reader("owner"), all)).toContain("cannot be renamed");
  expect(deleteRefusal(reader("owner"), all)).toContain("cannot be deleted");
});

test.each<[string, Partial<DescribedGroup>]>([
  ["In use by Bo. Remove it from them first.", { people: 1, holders: ["Bo"] }],
  [
    "In use by Bo, ci, dora, and 4 more. Remove it from them first.",
    { people: 3, serviceUsers: 4, holders: ["Bo", "ci", "dora"] },
  ],
  [
    "In use by pending invites for bo@example.test. Delete those first.",
    { invited: ["bo@example.test"] },
  ],
  ["In use by the protected service wiki. Remove it from there first.", { services: ["wiki"] }],
  ["In use by the traffic log settings. Remove it from them first.", { inTrafficLogs: true }],
  [
    "Only the integration that created this group can delete it.",
    { issued: "integration", people: 1, holders: ["Bo"] },
  ],
])("“%s”", (text, change) => {
  expect(deleteRefusal(reader("owner"), group(change))).toBe(text);
});
