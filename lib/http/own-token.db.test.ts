import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, type Member, seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

const PATH = "/api/tokens/self";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const narrow = ({ tokenId: id }: Member, scopes: string) =>
  database().write((tx) => tx.token.update({ where: { id }, data: { scopes } }));

test.each(EVERYONE)("a token of %s reads itself, its owner and nothing secret", async (who) => {
  const { id, name, email, role, token, tokenId } = team[who];
  const { status, body } = await callApi("GET", PATH, { token });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ id: tokenId, fingerprint: token.slice(0, 14), created_by: id },
    user: { id, name, email, role, is_service_user: who === "machine" || who === "reader" },
  });
  expect(JSON.stringify(body)).not.toContain(token.slice(14));
});

test("the rights of a token are those that its scopes leave of the role", async () => {
  const reader = await seedMember(team.account, { role: "user", isServiceUser: true });
  await narrow(reader, "groups:write users:read");
  const { body } = await callApi("GET", PATH, { token: reader.token });
  const { groups, users, pats } = body.permissions.modules;
  expect([groups, users.read, users.create, pats.read]).toEqual([
    { create: false, read: true, update: false, delete: false },
    true,
    false,
    false,
  ]);
});

test("a token without scopes revokes exactly itself, with an event", async () => {
  const machine = await seedMember(team.account, { role: "user", isServiceUser: true });
  await narrow(machine, "");
  const before = await database().read.token.count();
  const { token } = machine;
  expect(await callApi("DELETE", PATH, { token })).toMatchObject({ status: 200, body: {} });
  expect((await callApi("GET", PATH, { token })).status).toBe(401);
  expect(await database().read.token.count()).toBe(before - 1);
  await flushWrites();
  const events = await database().read.auditEvent.findMany({
    where: { initiatorId: machine.id, activityCode: "personal.access.token.delete" },
  });
  expect(events).toMatchObject([
    { targetId: machine.id, meta: { target_token_id: machine.tokenId, token_id: machine.tokenId } },
  ]);
});

test.each(["GET", "DELETE"] as const)("%s needs a valid token, and no session", async (method) => {
  const { cookie } = await seedSession(team.person.id);
  const { status, body } = await callApi(method, PATH, { cookie });
  expect([status, body.message]).toEqual([403, "this needs an access token: a session is none"]);
  expect((await callApi(method, PATH)).status).toBe(401);
  const { text } = await seedToken(team.person.id, { expiresAt: new Date(Date.now() - 1000) });
  expect((await callApi(method, PATH, { token: text })).status).toBe(401);
});

test.each(["PUT", "PATCH", "POST"] as const)("%s changes no token", async (method) => {
  const { status, headers } = await callApi(method, PATH, { token: team.owner.token, body: {} });
  expect([status, headers.get("allow")]).toEqual([405, "GET, DELETE"]);
});
