import { beforeAll, expect, test } from "vitest";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedGroup, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

type Method = "GET" | "POST" | "PUT" | "DELETE";
const call = (who: Who, method: Method, path = "", body?: unknown) =>
  callApi(method, `/api/groups${path}`, { token: team[who].token, body });
const denied = { status: 403, body: { message: "permission denied", code: 403 } };

test.each(["person", "billingAdmin"] as const)(
  "%s gets 403 on every read and write",
  async (who) => {
    const id = await seedGroup(team.account);
    const body = { name: "x" };
    expect(await call(who, "GET")).toMatchObject(denied);
    expect(await call(who, "GET", "?name=All")).toMatchObject(denied);
    expect(await call(who, "GET", `/${id}`)).toMatchObject(denied);
    expect(await call(who, "POST", "", body)).toMatchObject(denied);
    expect(await call(who, "PUT", `/${id}`, body)).toMatchObject(denied);
    expect(await call(who, "PUT", "/nothing", body), "an unknown ID").toMatchObject(denied);
    expect(await call(who, "DELETE", `/${id}`)).toMatchObject(denied);
    expect(await call(who, "DELETE", "/nothing")).toMatchObject(denied);
  },
);

test.each(["auditor", "reader"] as const)("%s may read but not write", async (who) => {
  const id = await seedGroup(team.account);
  expect((await call(who, "GET")).status).toBe(200);
  expect((await call(who, "GET", `/${id}`)).status).toBe(200);
  expect(await call(who, "POST", "", { name: "x" })).toMatchObject(denied);
  expect(await call(who, "PUT", `/${id}`, { name: "x" })).toMatchObject(denied);
  expect(await call(who, "DELETE", `/${id}`)).toMatchObject(denied);
});

test("the name is checked before the permission, the permission before the name's owner", async () => {
  const empty = { status: 422, body: { message: "group name shouldn't be empty" } };
  expect(await call("person", "POST", "", {})).toMatchObject(empty);
  expect(await call("person", "POST", "", { name: "" })).toMatchObject(empty);
  expect(await call("person", "POST", "", "{")).toMatchObject({ status: 400 });
  expect(await call("auditor", "POST", "", { name: "All" })).toMatchObject(denied);
});

test("an update checks the group's existence and All before the body", async () => {
  const missing = { status: 404, body: { message: "group: nosuchgroup not found" } };
  expect(await call("admin", "PUT", "/NoSuchGroup", "{")).toMatchObject(missing);
  expect(await call("auditor", "PUT", "/NoSuchGroup", {})).toMatchObject(missing);
  const all = { status: 422, body: { message: "updating group all is not allowed" } };
  expect(await call("owner", "PUT", `/${team.account.allGroupId}`, "{")).toMatchObject(all);
  const id = await seedGroup(team.account);
  expect((await call("auditor", "PUT", `/${id}`, "{")).status).toBe(400);
  expect((await call("auditor", "PUT", `/${id}`, {})).status).toBe(422);
});

test("a block is reported without a prefix where a group is read, with one elsewhere", async () => {
  const { token } = await seedMember(team.account, { role: "admin", isBlocked: true });
  const id = await seedGroup(team.account);
  const answered = async (method: Method, path: string, body?: unknown) => {
    const answer = await callApi(method, `/api/groups${path}`, { token, body });
    return `${answer.status} ${answer.body.message}`;
  };
  const prefixed = "403 failed to validate user permissions: user is blocked";
  expect(await answered("GET", "")).toBe("403 user is blocked");
  expect(await answered("GET", `/${id}`)).toBe("403 user is blocked");
  expect(await answered("PUT", `/${id}`, { name: "x" })).toBe("403 user is blocked");
  expect(await answered("POST", "", { name: "x" })).toBe(prefixed);
  expect(await answered("DELETE", `/${id}`)).toBe(prefixed);
});

const refusal = (message: string) => ({ status: 400, body: { message, code: 400 } });

test("a refused deletion is 400 in the original letter case", async () => {
  expect(await call("admin", "DELETE", "/NoSuchGroup")).toMatchObject(
    refusal("group: NoSuchGroup not found"),
  );
  expect(await call("owner", "DELETE", `/${team.account.allGroupId}`)).toMatchObject(
    refusal("deleting group ALL is not allowed"),
  );
});

test("only a service user with admin power deletes an integration's group", async () => {
  const id = await seedGroup(team.account, { issued: "integration" });
  const message = "only service users with admin power can delete integration group";
  const operator = await seedMember(team.account, { role: "network_admin", isServiceUser: true });
  for (const token of [team.owner.token, team.networkAdmin.token, operator.token]) {
    const answer = await callApi("DELETE", `/api/groups/${id}`, { token });
    expect(answer).toMatchObject(refusal(message));
  }
  expect(await call("machine", "DELETE", `/${id}`)).toMatchObject({ status: 200, body: {} });
});

test("a group in a user's auto groups cannot be deleted", async () => {
  const id = await seedGroup(team.account);
  const user = await seedUser(team.account, { role: "user" });
  const put = (auto_groups: string[]) =>
    callApi("PUT", `/api/users/${user.id}`, {
      token: team.owner.token,
      body: { role: "user", auto_groups },
    });
  await put([id]);
  expect(await call("networkAdmin", "DELETE", `/${id}`)).toMatchObject(
    refusal(`group has been linked to user: ${user.id}`),
  );
  await put([]);
  expect(await call("networkAdmin", "DELETE", `/${id}`)).toMatchObject({ status: 200, body: {} });
  expect(await call("admin", "GET", `/${id}`)).toMatchObject({ status: 404 });
  const event = await database().read.auditEvent.findFirst({ where: { targetId: id } });
  expect(event).toMatchObject({ activityCode: "group.delete", meta: { name: `group ${id}` } });
});

test("a group of an invite cannot be deleted", async () => {
  const id = await seedGroup(team.account);
  const inviteId = newXid();
  const at = new Date();
  await database().write((tx) =>
    tx.invite.create({
      data: {
        id: inviteId,
        accountId: team.account.id,
        publicId: "0123456789",
        hash: "",
        email: "i@example.test",
        emailKey: "i@example.test",
        name: "i",
        role: "user",
        autoGroups: ["another", id],
        expiresAt: at,
        createdAt: at,
        createdBy: team.owner.id,
      },
    }),
  );
  expect(await call("admin", "DELETE", `/${id}`)).toMatchObject(
    refusal(`group has been linked to user invite: ${inviteId}`),
  );
});

test("a group in the settings for traffic logs cannot be deleted", async () => {
  const id = await seedGroup(team.account);
  const put = (network_traffic_logs_groups: string[]) =>
    callApi("PUT", `/api/accounts/${team.account.id}`, {
      token: team.owner.token,
      body: { settings: { peer_login_expiration: 3600, extra: { network_traffic_logs_groups } } },
    });
  await put([id]);
  expect(await call("admin", "DELETE", `/${id}`)).toMatchObject(
    refusal("group has been linked to settings: traffic event logging"),
  );
  await put([]);
  expect((await call("admin", "DELETE", `/${id}`)).status).toBe(200);
});

test("groups.write grants nothing on users, invites, tokens or the account", async () => {
  const { id } = (await call("networkAdmin", "POST", "", { name: "of the network" })).body;
  expect((await call("networkAdmin", "PUT", `/${id}`, { name: "its new name" })).status).toBe(200);
  const { token } = team.networkAdmin;
  const attempts: [Method, string, unknown?][] = [
    ["PUT", `/api/users/${team.networkAdmin.id}`, { role: "admin", auto_groups: [id] }],
    ["PUT", `/api/users/${team.person.id}`, { role: "user", auto_groups: [id] }],
    ["POST", "/api/users", { role: "admin", is_service_user: true, auto_groups: [id] }],
    ["POST", `/api/users/${team.machine.id}/tokens`, { name: "t", expires_in: 1 }],
    ["PUT", `/api/accounts/${team.account.id}`, { settings: { peer_login_expiration: 3600 } }],
    ["DELETE", `/api/accounts/${team.account.id}`],
  ];
  for (const [method, path, body] of attempts) {
    expect((await callApi(method, path, { token, body })).status, path).toBe(403);
  }
});
