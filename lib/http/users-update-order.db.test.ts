import { beforeAll, beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { type SeededUser, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

let target: SeededUser;
beforeEach(async () => {
  target = await seedUser(team.account, { role: "user" });
});

const put = (who: Who, id: string, body: unknown) =>
  callApi("PUT", `/api/users/${id}`, { token: team[who].token, body });
const rowOf = (id: string) =>
  database().read.user.findUniqueOrThrow({
    where: { id },
    select: { role: true, isBlocked: true, memberships: { orderBy: { position: "asc" } } },
  });

const GOOD = { role: "user", auto_groups: [], is_blocked: false };

/** Each row fails its own check and later ones, so the message proves the order. */
test.each<[string, Who, unknown, number, string, string?]>([
  [
    "unreadable JSON",
    "reader",
    "{",
    400,
    "couldn't parse JSON request: a } is missing at byte 2 (line 1, column 2)",
  ],
  [
    "absent auto_groups, before the role",
    "reader",
    { role: "king" },
    400,
    "auto_groups field can't be absent",
    "auto_groups",
  ],
  [
    "null auto_groups are absent",
    "reader",
    { role: "king", auto_groups: null },
    400,
    "auto_groups field can't be absent",
    "auto_groups",
  ],
  [
    "an unknown role before permission",
    "reader",
    { ...GOOD, role: "king" },
    422,
    "invalid user role",
    "role",
  ],
  [
    "an absent role before permission",
    "reader",
    { auto_groups: [] },
    422,
    "invalid user role",
    "role",
  ],
  [
    "permission before the groups",
    "reader",
    { ...GOOD, auto_groups: ["x"] },
    403,
    "permission denied",
  ],
  ["a person's permission", "networkAdmin", GOOD, 403, "permission denied"],
])("update user: %s", async (_, who, body, status, message, path) => {
  const answer = await put(who, target.id, body);
  expect(answer).toMatchObject({ status, body: { message, code: status } });
  if (path !== undefined) expect(answer.body.errors).toContainEqual({ path, message });
});

test("an unknown user is 404 before the body is read and before permission", async () => {
  for (const who of ["reader", "person", "owner"] as const) {
    expect(await put(who, "NoSuchUser", "{")).toMatchObject({
      status: 404,
      body: { message: "user: nosuchuser not found" },
    });
  }
});

const refused = (id: string, text: string) => ({
  message: `failed to process update for user ${id}: ${text}`,
});

test.each<[string, Who, (t: Team) => SeededUser, object, string]>([
  [
    "no user blocks their own account",
    "admin",
    (t) => t.admin,
    { role: "user", is_blocked: true },
    "admins can't block or unblock themselves",
  ],
  [
    "no user changes their own role",
    "owner",
    (t) => t.owner,
    { role: "admin" },
    "admins can't change their role",
  ],
  [
    "no admin demotes an owner",
    "admin",
    (t) => t.owner,
    { role: "user", is_blocked: true },
    "only owners can remove owner role from their user",
  ],
  [
    "no user blocks an owner",
    "admin",
    (t) => t.owner,
    { role: "owner", is_blocked: true },
    "unable to block owner user",
  ],
  [
    "no admin makes an owner",
    "machine",
    (t) => t.person,
    { role: "owner" },
    "only owners can add owner role to other users",
  ],
  [
    "no service user becomes owner",
    "owner",
    (t) => t.reader,
    { role: "owner" },
    "can't update a service user with owner role",
  ],
])("update user: %s", async (_, who, whom, change, text) => {
  const { id } = whom(team);
  const before = await rowOf(id);
  const answer = await put(who, id, { auto_groups: [], ...change });
  expect(answer).toMatchObject({ status: 403, body: refused(id, text) });
  expect(await rowOf(id)).toEqual(before);
});
