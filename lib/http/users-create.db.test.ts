import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

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

test("a service user is created with 200, active, without email, its groups in their order", async () => {
  const groups = [team.account.allGroupId, "unknown group", team.account.allGroupId, "a"];
  const answer = await create("machine", {
    ...MACHINE,
    role: "NETWORK_admin",
    auto_groups: groups,
    email: "ignored@example.test",
    is_blocked: false,
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    id: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    email: "",
    name: "ci",
    role: "network_admin",
    status: "active",
    last_login: "0001-01-01T00:00:00Z",
    auto_groups: groups,
    is_current: false,
    is_service_user: true,
    is_blocked: false,
    pending_approval: false,
    issued: "api",
  });
  const read = await callApi("GET", `/api/users/${answer.body.id}`, { token: team.owner.token });
  expect(read.body).toEqual(answer.body);
});

test("a service user's name may be empty, absent or taken, and its groups null or absent", async () => {
  for (const body of [
    { role: "user", is_service_user: true },
    { name: "", role: "user", is_service_user: true, auto_groups: null },
    { name: null, role: "auditor", is_service_user: true },
    MACHINE,
    MACHINE,
  ]) {
    const answer = await create("admin", body);
    expect(answer).toMatchObject({ status: 200, body: { auto_groups: [] } });
    expect(typeof answer.body.name).toBe("string");
  }
});

test("a person is created active with a password of 16 characters that signs them in", async () => {
  const answer = await create("owner", { ...PERSON, role: "auditor" });
  expect(answer).toMatchObject({
    status: 200,
    body: { email: "new@example.test", role: "auditor", status: "active", is_service_user: false },
  });
  expect(answer.body.password).toHaveLength(16);
  const origin = { address: "127.0.0.1", userAgent: "", requestId: "" };
  const given = { email: "NEW@example.test", password: answer.body.password };
  expect((await signIn(given, origin)).userId).toBe(answer.body.id);
  const read = await callApi("GET", `/api/users/${answer.body.id}`, { token: team.owner.token });
  expect(read.body).not.toHaveProperty("password");
});

test("an email is unique in any letter case, also for eight simultaneous requests", async () => {
  const email = "Taken@Example.test";
  const asked = Array.from({ length: 8 }, (_, at) =>
    create("owner", { ...PERSON, email: at % 2 ? email : email.toUpperCase() }),
  );
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.body.message).toBe("can't invite a user with an existing netbird account");
  const found = await database().read.user.findMany({
    where: { emailKey: "taken@example.test" },
  });
  expect(found).toHaveLength(1);
});

test("read-only and unknown fields are ignored", async () => {
  const chosen = {
    id: "chosen",
    account_id: "chosen",
    accountId: "chosen",
    created_by: team.owner.id,
    createdBy: team.owner.id,
    passwordHash: "$2b$04$chosen",
    last_login: "2026-01-01T00:00:00Z",
    is_current: true,
  };
  const { status, body } = await create("admin", {
    ...PERSON,
    email: "mass@example.test",
    ...chosen,
  });
  expect(status).toBe(200);
  const row = await database().read.user.findUniqueOrThrow({ where: { id: body.id } });
  expect(row).toMatchObject({
    accountId: team.account.id,
    createdBy: team.admin.id,
    issued: "api",
    role: "user",
    isBlocked: false,
    pendingApproval: false,
    lastLoginAt: null,
  });
  expect(body.id).not.toBe("chosen");
  expect(body.password).not.toBe("chosen-password");
});

test("keys match in any letter case, null is absent, and the last duplicate wins", async () => {
  const body =
    '{"NAME":"first","Is_Service_User":true,"ROLE":"user","role":"admin","name":"x","Name":null,"__proto__":{"role":"owner"}}';
  expect((await create("owner", body)).body).toMatchObject({
    name: "x",
    role: "admin",
    is_service_user: true,
  });
});
