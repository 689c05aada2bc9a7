import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const remove = (who: Who, id: string) =>
  callApi("DELETE", `/api/users/${id}`, { token: team[who].token });

test("deleting a user deletes their tokens, sessions and memberships, and returns {}", async () => {
  const user = await seedMember(team.account, { role: "user" });
  const { cookie } = await seedSession(user.id);
  await callApi("PUT", `/api/users/${user.id}`, {
    token: team.owner.token,
    body: { role: "user", auto_groups: [] },
  });
  await database().write((tx) =>
    tx.membership.create({ data: { userId: user.id, position: 0, groupId: "g" } }),
  );
  expect(await remove("admin", user.id)).toMatchObject({ status: 200, body: {} });
  const { read } = database();
  const where = { userId: user.id };
  expect([
    await read.token.count({ where }),
    await read.session.count({ where }),
    await read.membership.count({ where }),
  ]).toEqual([0, 0, 0]);
  expect((await callApi("GET", "/api/users", { token: user.token })).status).toBe(401);
  expect((await callApi("GET", "/api/users/current", { cookie })).status).toBe(401);
  expect(await remove("admin", user.id)).toMatchObject({
    status: 404,
    body: { message: `user: ${user.id} not found` },
  });
});

test.each(EVERYONE)("%s cannot delete itself, whatever its grants: 422", async (who) => {
  expect(await remove(who, team[who].id)).toMatchObject({
    status: 422,
    body: { message: "self deletion is not allowed", code: 422 },
  });
});

test.each(["networkAdmin", "auditor", "billingAdmin", "person", "reader"] as const)(
  "%s gets 403 on deletions, for unknown users too",
  async (who) => {
    const refused = { status: 403, body: { message: "permission denied" } };
    expect(await remove(who, team.machine.id)).toMatchObject(refused);
    expect(await remove(who, "NoSuchUser")).toMatchObject(refused);
  },
);

test("an unknown user is 404 with the ID in lower case", async () => {
  expect(await remove("machine", "NoSuchUser")).toMatchObject({
    status: 404,
    body: { message: "user: nosuchuser not found" },
  });
});

test("an owner cannot be deleted, not even by another owner", async () => {
  const second = await seedUser(team.account, { role: "owner" });
  for (const who of ["owner", "admin", "machine"] as const) {
    expect(await remove(who, second.id)).toMatchObject({
      status: 403,
      body: { message: "can't delete a user with the owner role" },
    });
  }
});

test("only a service user deletes an integration's user", async () => {
  const user = await seedUser(team.account, { role: "user", issued: "integration" });
  expect(await remove("owner", user.id)).toMatchObject({
    status: 403,
    body: { message: "only integration service user can delete this user" },
  });
  expect((await remove("machine", user.id)).status).toBe(200);
});

test("a service user's tokens outlive their creator and keep the name", async () => {
  const creator = await seedMember(team.account, { role: "admin" });
  const machine = await seedUser(team.account, { role: "user", isServiceUser: true });
  const made = await callApi("POST", `/api/users/${machine.id}/tokens`, {
    token: creator.token,
    body: { name: "t", expires_in: 1 },
  });
  const token: string = made.body.plain_token;
  const use = async () => (await callApi("GET", "/api/users", { token })).status;
  await callApi("PUT", `/api/users/${creator.id}`, {
    token: team.owner.token,
    body: { role: "admin", auto_groups: [], is_blocked: true },
  });
  expect(await use(), "after its creator was blocked").toBe(200);
  await remove("owner", creator.id);
  expect(await use(), "after its creator was deleted").toBe(200);
  const list = await callApi("GET", `/api/users/${machine.id}/tokens`, { token });
  expect(list.body[0].created_by).toBe(creator.id);
});

test("one of two simultaneous deletions succeeds, the other gets 404", async () => {
  const user = await seedUser(team.account, { role: "user" });
  await seedToken(user.id);
  const answers = await Promise.all([remove("owner", user.id), remove("admin", user.id)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  const where = { targetId: user.id, activityCode: "user.delete" };
  expect(await database().read.auditEvent.count({ where })).toBe(1);
});
