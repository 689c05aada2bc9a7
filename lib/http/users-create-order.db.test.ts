import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const create = (who: Who, body: unknown) =>
  callApi("POST", "/api/users", { token: team[who].token, body });
const MACHINE = { name: "ci", role: "user", is_service_user: true, auto_groups: [] };
const PERSON = { name: "New", email: "new@example.test", role: "user", auto_groups: [] };
const rows = () => database().read.user.count();

const ALLOWED: Who[] = ["owner", "admin", "machine"];
const REFUSED: Who[] = ["networkAdmin", "auditor", "billingAdmin", "person", "reader"];

test.each(ALLOWED)("%s may create service users and people", async (who) => {
  expect((await create(who, MACHINE)).status).toBe(200);
  expect((await create(who, { ...PERSON, email: `by-${who}@example.test` })).status).toBe(200);
});

test.each(REFUSED)("%s may create no user and stores nothing", async (who) => {
  const before = await rows();
  const refused = { status: 403, body: { message: "permission denied", code: 403 } };
  expect(await create(who, MACHINE)).toMatchObject(refused);
  expect(await create(who, { ...PERSON, email: "never@example.test" })).toMatchObject(refused);
  expect(await rows()).toBe(before);
});

/** Each row fails its own check and all later ones, so the message proves the order. */
test.each<[string, Who, unknown, number, string, string?]>([
  [
    "unreadable JSON first",
    "reader",
    "{",
    400,
    "couldn't parse JSON request: a } is missing at byte 2 (line 1, column 2)",
  ],
  [
    "an unknown role, in lower case, before permission",
    "reader",
    { ...MACHINE, role: "King" },
    422,
    "unknown user role king",
    "role",
  ],
  [
    "an absent role before permission",
    "reader",
    { is_service_user: true },
    422,
    "unknown user role ",
    "role",
  ],
  [
    "service user: permission before the owner rule",
    "reader",
    { ...MACHINE, role: "owner" },
    403,
    "permission denied",
  ],
  [
    "service user: no owner",
    "owner",
    { ...MACHINE, role: "Owner" },
    422,
    "can't create a service user with owner role",
    "role",
  ],
  [
    "person: the name before the email and permission",
    "reader",
    { role: "owner" },
    422,
    "name can't be empty",
    "name",
  ],
  [
    "person: the email before the owner rule",
    "reader",
    { role: "owner", name: "x" },
    422,
    "email can't be empty",
    "email",
  ],
  [
    "person: the owner rule before permission",
    "reader",
    { ...PERSON, role: "owner" },
    422,
    "can't invite a user with owner role",
    "role",
  ],
  [
    "person: a valid email",
    "owner",
    { ...PERSON, email: "no address" },
    422,
    "invalid email format",
    "email",
  ],
  ["person: permission before the taken email", "reader", { ...PERSON }, 403, "permission denied"],
])("create user: %s", async (_, who, body, status, message, path) => {
  const before = await rows();
  const answer = await create(who, body);
  expect(answer).toMatchObject({ status, body: { message, code: status } });
  if (path !== undefined) {
    const reason = expect.stringContaining(message);
    expect(answer.body.errors).toEqual([{ path, message: reason }]);
  }
  expect(await rows()).toBe(before);
});
