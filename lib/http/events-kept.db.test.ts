import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, TEST_PASSWORD, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

type Event = { activity_code: string; initiator_id: string; target_id: string };

async function events(query: string): Promise<Event[]> {
  await flushWrites();
  const path = `/api/events/audit?${query}`;
  const { status, body } = await callApi("GET", path, { token: team.auditor.token });
  expect(status).toBe(200);
  return body;
}

const asOwner = (method: "POST" | "PUT" | "DELETE", path: string, body?: object) =>
  callApi(method, path, { token: team.owner.token, ...(body ? { body } : {}) });

test("events keep the name and email of a deleted user, on both sides, and are found by them", async () => {
  const { id, name, email, token } = await seedMember(team.account, {
    role: "admin",
    name: "Ärmel Gone",
  });
  await callApi("POST", "/api/users", {
    token,
    body: { name: "m", role: "user", is_service_user: true },
  });
  await flushWrites();
  await asOwner("PUT", `/api/users/${id}`, { role: "auditor", auto_groups: [] });
  expect((await asOwner("DELETE", `/api/users/${id}`)).status).toBe(200);

  const made = await events(`initiator_id=${id}&activity_code=service.user.create`);
  expect(made).toMatchObject([{ initiator_name: name, initiator_email: email }]);
  const done = await events(`target_id=${id}`);
  expect(done.map((event) => event.activity_code)).toEqual([
    "user.delete",
    "user.role.update",
    "personal.access.token.first_use",
  ]);
  for (const event of done) expect(event).toMatchObject({ meta: { username: name, email } });
  expect(done[0]).toMatchObject({ meta: { issued: "api", created_at: expect.any(String) } });
  expect(done[1]).toMatchObject({ meta: { role: "auditor", role_before: "admin" } });
  for (const search of ["ÄRMEL", email.toUpperCase()]) {
    const found = await events(new URLSearchParams({ search }).toString());
    expect(found, search).toEqual(await events(`search=${name.slice(0, 6)}`));
    expect(found).toHaveLength(4);
  }
});

test("the events of a deleted service user keep its name", async () => {
  const { id, name } = team.reader;
  await asOwner("POST", `/api/users/${id}/tokens`, { name: "t", expires_in: 1 });
  await asOwner("DELETE", `/api/users/${id}`);
  const done = await events(`target_id=${id}`);
  expect(done).toMatchObject([
    { activity_code: "service.user.delete", meta: { name, username: name, email: "" } },
    { activity_code: "personal.access.token.create", meta: { user_name: name, username: name } },
  ]);
});

test("targets have their current name, initiators their name at the time", async () => {
  const { id, name } = team.admin;
  const body = { role: "user", auto_groups: [], is_blocked: true };
  await callApi("PUT", `/api/users/${team.person.id}`, { token: team.admin.token, body });
  await asOwner("PUT", `/api/users/${id}`, { role: "auditor", auto_groups: [] });
  const data = { name: "renamed", nameKey: "renamed" };
  await database().write((tx) => tx.user.update({ where: { id }, data }));
  expect(await events(`target_id=${id}&activity_code=user.role.update`)).toMatchObject([
    { meta: { username: "renamed", email: team.admin.email } },
  ]);
  expect(await events(`target_id=${team.person.id}`)).toMatchObject([{ initiator_name: name }]);
});

test("a change through a session records address, agent and request, and no token", async () => {
  const { cookie } = await seedSession(team.owner.id);
  const headers = {
    "x-roost-client-address": "192.0.2.7",
    "x-request-id": "r-1",
    "user-agent": `${"a".repeat(255)}\u00e9${"b".repeat(500)}`,
  };
  const body = { name: "m", role: "user", is_service_user: true };
  const { body: made } = await callApi("POST", "/api/users", { cookie, headers, body });
  const [event] = await events(`target_id=${made.id}`);
  expect(event).toMatchObject({ initiator_id: team.owner.id });
  expect(Object(event).meta).toEqual({
    name: "m",
    username: "m",
    email: "",
    address: "192.0.2.7",
    request_id: "r-1",
    user_agent: `${"a".repeat(255)}\u00e9`,
  });
});

test("no event has a token, password, hash or session, in the API or the database", async () => {
  const secrets = [TEST_PASSWORD, team.owner.token, team.auditor.token];
  const origin = { address: "192.0.2.7", userAgent: "a", requestId: "r" };
  const id = (
    await asOwner("POST", "/api/users", { name: "m", role: "user", is_service_user: true })
  ).body.id;
  for (const days of [1, 2]) {
    const wanted = { name: "t", expires_in: days };
    const { body } = await asOwner("POST", `/api/users/${id}/tokens`, wanted);
    secrets.push(body.plain_token);
    await callApi("GET", "/api/users", { token: body.plain_token });
    await flushWrites();
    if (days === 1) {
      await asOwner("DELETE", `/api/users/${id}/tokens/${body.personal_access_token.id}`);
    }
  }
  const email = "new@example.test";
  const person = await asOwner("POST", "/api/users", { name: "p", email, role: "user" });
  const { password } = person.body;
  const { sessionId } = await signIn({ email, password }, origin);
  for (const wrong of ["wrong password 1", password.toUpperCase()]) {
    await expect(signIn({ email, password: wrong }, origin)).rejects.toThrow();
    await expect(signIn({ email: wrong, password: wrong }, origin)).rejects.toThrow();
    secrets.push(wrong);
  }
  secrets.push(password, sessionId);
  const { read } = database();
  const [tokens, users] = [await read.tokenSecret.findMany(), await read.user.findMany()];
  secrets.push(...tokens.map((row) => row.hash), ...users.flatMap((row) => row.passwordHash ?? []));
  await asOwner("DELETE", `/api/users/${id}`);
  await asOwner("DELETE", `/api/users/${person.body.id}`);

  const recorded = JSON.stringify([
    await events("page_size=500"),
    await read.auditEvent.findMany(),
  ]);
  for (const code of ["dashboard.login.failed", "first_use", "token.delete", "user.delete"]) {
    expect(recorded).toContain(code);
  }
  for (const secret of secrets) expect(recorded).not.toContain(secret);
});
