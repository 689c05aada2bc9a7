import { beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedAccount, seedGroup, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { flushUses } from "#lib/services/usage/count-uses.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const PATH = "/api/introspect";
const ask = (body: object, token = team.owner.token) => callApi("POST", PATH, { token, body });
const asForm = (form: string, headers: Record<string, string> = {}) =>
  callApi("POST", PATH, {
    token: team.owner.token,
    body: form,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
const updateToken = (data: object) =>
  database().write((tx) => tx.token.update({ where: { id: team.machine.tokenId }, data }));
const updateMachine = (data: object) =>
  database().write((tx) => tx.user.update({ where: { id: team.machine.id }, data }));
const INACTIVE = { active: false };

test("an active token is described with its owner, scopes and groups", async () => {
  const groupId = await seedGroup(team.account, { name: "ops" });
  const { id: userId, name } = team.machine;
  await database().write((tx) => tx.membership.create({ data: { userId, groupId, position: 0 } }));
  await updateToken({ scopes: "groups:read service:wiki" });
  const token = await database().read.token.findUniqueOrThrow({
    where: { id: team.machine.tokenId },
  });
  const seconds = (time: Date) => Math.floor(time.getTime() / 1000);
  const { status, body, headers } = await ask({ token: team.machine.token });
  expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(body).toEqual({
    active: true,
    scope: "groups:read service:wiki",
    ...{ client_id: userId, sub: userId, username: name, token_type: "Bearer" },
    ...{ exp: seconds(token.expiresAt), iat: seconds(token.createdAt), jti: token.id },
    ...{ iss: "http://127.0.0.1:3000", roost_role: expect.any(String) },
    ...{ roost_groups: [{ id: groupId, name: "ops" }], roost_service_user: true },
  });
  expect((await ask({ token: team.owner.token })).body.scope).toBe("all");
});

test("the token may be sent in a form, and the caller's as the password of Basic", async () => {
  const basic = Buffer.from(`wiki:${team.owner.token}`).toString("base64");
  const form = `token=${team.machine.token}&token_type_hint=access_token`;
  const answer = await callApi("POST", PATH, {
    body: form,
    headers: {
      "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
      authorization: `Basic ${basic}`,
    },
  });
  expect(answer).toMatchObject({ status: 200, body: { active: true } });
  expect(
    (await callApi("GET", "/api/users", { headers: { authorization: `Basic ${basic}` } })).status,
  ).toBe(401);
  expect((await asForm(`${form}&token=x`)).body.message).toContain("token is sent twice");
  expect(await asForm("token_type_hint=x")).toMatchObject({ status: 422 });
  expect(await ask({ token: "x", ip: "nowhere" })).toMatchObject({
    status: 422,
    body: { errors: [{ path: "ip" }] },
  });
});

test("every kind of inactive token gets the same answer", async () => {
  const other = await seedMember(await seedAccount(), { role: "owner" });
  const past = new Date(Date.now() - DAY_MS);
  const expired = await seedToken(team.machine.id, { expiresAt: past });
  const wrong = `${team.machine.token.slice(0, 14)}${other.token.slice(14)}`;
  const unknown = "nbp_0000000000000000000000000000000000000000";
  const texts = ["", "no token", unknown, wrong, other.token, expired.text];
  const { status, body } = await ask({ token: "no token" });
  expect([status, body]).toEqual([200, INACTIVE]);
  for (const token of texts) expect((await ask({ token })).body).toEqual(INACTIVE);
  const { token } = team.machine;
  expect((await ask({ token })).body.active).toBe(true);
  await updateToken({ disabledAt: new Date() });
  expect((await ask({ token })).body).toEqual(INACTIVE);
  await updateToken({ disabledAt: null });
  for (const data of [{ isBlocked: true }, { pendingApproval: true }]) {
    await updateMachine(data);
    expect((await ask({ token })).body).toEqual(INACTIVE);
    await updateMachine({ isBlocked: false, pendingApproval: false });
  }
  await database().write((tx) => tx.token.delete({ where: { id: team.machine.tokenId } }));
  expect((await ask({ token })).body).toEqual(INACTIVE);
});

test("a secret of a rotation becomes current with its check, unless it is of another account", async () => {
  const rotate = (userId: string, tokenId: string, token: string) =>
    callApi("POST", `/api/users/${userId}/tokens/${tokenId}/rotate`, { token, body: {} });
  const other = await seedMember(await seedAccount(), { role: "owner" });
  const { machine, owner } = team;
  const own = (await rotate(machine.id, machine.tokenId, owner.token)).body.plain_token;
  const foreign = (await rotate(other.id, other.tokenId, other.token)).body.plain_token;
  expect((await ask({ token: foreign })).body).toEqual(INACTIVE);
  expect((await ask({ token: own })).body.active).toBe(true);
  const states = async (tokenId: string) => {
    const where = { tokenId };
    const rows = await database().read.tokenSecret.findMany({
      where,
      orderBy: { createdAt: "asc" },
    });
    return rows.map(({ state }) => state);
  };
  expect(await states(machine.tokenId)).toEqual(["ending", "current"]);
  expect(await states(other.tokenId)).toEqual(["current", "pending"]);
});

test("a token with networks is active only from them, and inactive without ip", async () => {
  await updateToken({ allowedNetworks: "192.0.2.0/24" });
  const { token } = team.machine;
  const active = async (more: object) => (await ask({ token, ...more })).body.active;
  expect(await active({})).toBe(false);
  expect(await active({ ip: "198.51.100.1" })).toBe(false);
  expect(await active({ ip: "192.0.2.9" })).toBe(true);
  expect(await active({ ip: "::ffff:192.0.2.9" })).toBe(true);
});

test("only owners and admins may ask, and a token with scopes needs introspection:read", async () => {
  const body = { token: team.machine.token };
  for (const who of ["person", "networkAdmin"] as const) {
    expect((await ask(body, team[who].token)).status).toBe(403);
  }
  const reader = await seedMember(team.account, { role: "user", isServiceUser: true });
  expect((await ask(body, reader.token)).status).toBe(403);
  for (const [scopes, status] of [
    [["all"], 403],
    [["all:read"], 403],
    [["introspection:read"], 200],
  ] as const) {
    const { text } = await seedToken(team.owner.id, { scopes: [...scopes] });
    expect([scopes, (await ask(body, text)).status]).toEqual([scopes, status]);
  }
});

test("a check is a use of the caller's token alone", async () => {
  await ask({ token: team.machine.token });
  await flushWrites();
  await flushUses();
  const { tokenUse, token } = database().read;
  const uses = await tokenUse.findMany({ select: { tokenId: true, operation: true, count: true } });
  expect(uses).toEqual([
    { tokenId: team.owner.tokenId, operation: "introspection.check", count: 1 },
  ]);
  const checked = await token.findUniqueOrThrow({ where: { id: team.machine.tokenId } });
  expect(checked.lastUsedAt).toBeNull();
});

test("a token that is only checked is not disabled as unused", async () => {
  const old = new Date(Date.now() - 20 * DAY_MS);
  await updateToken({ unusedNoticeAt: old, lastUsedAt: old });
  await ask({ token: team.machine.token });
  await flushWrites();
  const where = { id: team.machine.tokenId };
  const { unusedNoticeAt } = await database().read.token.findUniqueOrThrow({ where });
  expect(unusedNoticeAt).toBeNull();
});

test("text that is no token of this database costs no bcrypt", async () => {
  await ask({ token: "warm" });
  const texts = ["x", "nbp_0000000000000000000000000000000000000000"];
  const work = await bcryptDuring(async () => {
    for (const token of texts) await ask({ token });
  });
  expect(work).toEqual(workOf({}));
});

test("wrong secrets that one caller sends do not keep others from asking", async () => {
  const wrong = `${team.machine.token.slice(0, 14)}${team.owner.token.slice(14)}`;
  for (let guess = 0; guess < 12; guess += 1) {
    expect((await ask({ token: wrong })).body).toEqual(INACTIVE);
  }
  expect((await ask({ token: team.machine.token })).body.active).toBe(true);
  expect((await callApi("GET", "/api/users", { token: team.machine.token })).status).toBe(200);
});
