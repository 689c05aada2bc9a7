import { beforeAll, beforeEach, expect, test } from "vitest";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { type SeededUser, seedSession, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
let groups: string[];
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  groups = [newXid(), newXid(), newXid()];
  const common = { accountId: team.account.id, peers: [], resources: [], createdAt: new Date() };
  await database().write((tx) =>
    tx.group.createMany({ data: groups.map((id, at) => ({ id, name: `g${at}`, ...common })) }),
  );
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

test("role, groups and block are replaced together, the groups in their order", async () => {
  const sent = {
    role: "AUDITOR",
    auto_groups: [groups[2], groups[0], groups[2]],
    is_blocked: true,
  };
  const answer = await put("admin", target.id, sent);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      id: target.id,
      role: "auditor",
      auto_groups: sent.auto_groups,
      is_blocked: true,
      status: "blocked",
    },
  });
  const read = await callApi("GET", `/api/users/${target.id}`, { token: team.owner.token });
  expect(read.body).toEqual(answer.body);
  const again = await put("admin", target.id, { role: "user", auto_groups: [] });
  expect(again.body).toMatchObject({ role: "user", auto_groups: [], is_blocked: false });
});

test("a user with the maximum of groups can be given others and be blocked", async () => {
  const common = { accountId: team.account.id, peers: [], resources: [], createdAt: new Date() };
  const many = Array.from({ length: 2000 }, newXid);
  await database().write((tx) =>
    tx.group.createMany({ data: many.map((id) => ({ id, name: id, ...common })) }),
  );
  const replacements = [many.slice(0, 1000), many.slice(1000)];
  for (const auto_groups of replacements) {
    const { status, body } = await put("admin", target.id, { role: "user", auto_groups });
    expect(status).toBe(200);
    expect(body.auto_groups).toEqual(auto_groups);
  }
  const blocked = await put("admin", target.id, {
    role: "user",
    auto_groups: [],
    is_blocked: true,
  });
  expect(blocked).toMatchObject({ status: 200, body: { is_blocked: true, auto_groups: [] } });
});

test("email, ID and issuer cannot be changed: 422 for each, and an absent name stays", async () => {
  const body = { role: "user", auto_groups: [] };
  for (const [path, value] of [
    ["email", "chosen@example.test"],
    ["issued", "integration"],
    ["id", "chosen"],
  ] as const) {
    const refused = await put("owner", target.id, { ...body, [path]: value });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  }
  const { id, name, email } = target;
  expect((await put("owner", id, body)).body).toMatchObject({ id, name, email, issued: "api" });
});

test.each(["person", "service user"])(
  "a renamed %s is found by the new name and keeps its sessions",
  async (kind) => {
    const renamed = await seedUser(team.account, {
      role: "user",
      isServiceUser: kind === "service user",
      name: "Before",
    });
    const { cookie } = await seedSession(renamed.id);
    const name = `  ${kind} ÄFTER `;
    const answer = await put("machine", renamed.id, { role: "user", auto_groups: [], name });
    expect(answer).toMatchObject({ status: 200, body: { id: renamed.id, name } });
    const { token } = team.owner;
    const found = await callApi("GET", `/api/users?search=${kind}%20%C3%A4fter`, { token });
    expect(found.body.map((one: { id: string }) => one.id)).toEqual([renamed.id]);
    if (kind === "person") {
      expect((await callApi("GET", "/api/users/current", { cookie })).body.name).toBe(name);
    }
    await put("machine", renamed.id, { role: "user", auto_groups: [], name });
    await put("machine", renamed.id, { role: "user", auto_groups: [] });
    const events = await database().read.auditEvent.findMany({ where: { targetId: renamed.id } });
    expect(events).toMatchObject([
      {
        activityCode: "user.name.update",
        initiatorId: team.machine.id,
        meta: { name, name_before: "Before", username: name, email: renamed.email },
      },
    ]);
  },
);

test("a name that is blank, too long or not storable is 422 and changes nothing", async () => {
  for (const [name, message] of [
    ["  ", "name can't be blank"],
    ["x".repeat(256), "name must be at most 255 characters"],
    ["a\0b", "name contains characters that cannot be stored"],
    [7, "name must be a string"],
  ]) {
    const answer = await put("owner", target.id, { role: "admin", auto_groups: [], name });
    expect(answer).toMatchObject({
      status: 422,
      body: { message, errors: [{ path: "name", message }] },
    });
  }
  expect(await rowOf(target.id)).toMatchObject({ role: "user" });
});

test.each(["networkAdmin", "auditor", "billingAdmin", "person", "reader"] as const)(
  "%s renames no user, not even itself",
  async (who) => {
    for (const { id, role } of [target, team[who]]) {
      const answer = await put(who, id, { role, auto_groups: [], name: "taken over" });
      expect(answer).toMatchObject({ status: 403, body: { message: "permission denied" } });
    }
    expect(await database().read.user.count({ where: { name: "taken over" } })).toBe(0);
  },
);

test("PUT and DELETE of users/current are 405 and change nothing", async () => {
  const { token } = team.owner;
  const body = { role: "user", auto_groups: [] };
  for (const method of ["PUT", "DELETE"] as const) {
    const answer = await callApi(method, "/api/users/current", { token, body });
    expect(answer).toMatchObject({ status: 405, body: { code: 405 } });
    expect(answer.headers.get("allow")).toBe("GET");
  }
});

test("an unchanged save keeps the sessions; so does a change of groups", async () => {
  const { cookie } = await seedSession(target.id);
  await put("owner", target.id, { role: "user", auto_groups: [] });
  await put("owner", target.id, { role: "user", auto_groups: [groups[0]] });
  expect((await callApi("GET", "/api/users/current", { cookie })).status).toBe(200);
});

test("unblocking a user waiting for approval approves them", async () => {
  const waiting = await seedUser(team.account, {
    role: "user",
    isBlocked: true,
    pendingApproval: true,
  });
  const { body } = await put("owner", waiting.id, { role: "user", auto_groups: [] });
  expect(body).toMatchObject({ status: "active", is_blocked: false, pending_approval: false });
});

const refused = (id: string, text: string) => ({
  message: `failed to process update for user ${id}: ${text}`,
});

test("an unknown group, another account's and All are 422 and change nothing", async () => {
  const elsewhere = await seedTeam();
  for (const group of ["NoSuchGroup", elsewhere.account.allGroupId]) {
    const text = `provided group id ${group.toLowerCase()} in the user ${target.id} update doesn't exist`;
    const { message } = refused(target.id, text);
    expect(
      await put("owner", target.id, { role: "admin", auto_groups: [groups[0], group] }),
    ).toMatchObject({
      status: 422,
      body: { message, errors: [{ path: "auto_groups", message }] },
    });
  }
  const all = [groups[0], team.account.allGroupId];
  expect(await put("owner", target.id, { role: "admin", auto_groups: all })).toMatchObject({
    status: 422,
    body: refused(target.id, "can't add all group to the user"),
  });
  expect(await rowOf(target.id)).toEqual({ role: "user", isBlocked: false, memberships: [] });
});

test("an admin may change other admins, and an owner's groups", async () => {
  const other = await seedUser(team.account, { role: "admin" });
  expect(
    (await put("admin", other.id, { role: "admin", auto_groups: [], is_blocked: true })).status,
  ).toBe(200);
  const ofOwner = { role: "owner", auto_groups: [groups[1]] };
  expect(await put("admin", team.owner.id, ofOwner)).toMatchObject({
    status: 200,
    body: { role: "owner", auto_groups: [groups[1]] },
  });
});

test("one of two simultaneous transfers of the ownership succeeds", async () => {
  const other = await seedUser(team.account, { role: "admin" });
  const { cookie } = await seedSession(team.owner.id);
  const body = { role: "owner", auto_groups: [] };
  const give = (id: string) => callApi("PUT", `/api/users/${id}`, { cookie, body });
  const answers = await Promise.all([give(target.id), give(other.id)]);
  // The transfer ends the sessions of the previous owner.
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  const where = { role: "owner", accountId: team.account.id };
  expect(await database().read.user.count({ where })).toBe(1);
  expect(await rowOf(team.owner.id)).toMatchObject({ role: "admin" });
});
