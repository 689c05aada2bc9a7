import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { accept, INVITED_PASSWORD, inviteAs, newEmail, visit } from "#lib/dev/testing/invites.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";

const HOUR_MS = 3_600_000;
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const ORIGIN = { address: "127.0.0.1", userAgent: "", requestId: "" };

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const invites = (query = "") =>
  callApi("GET", `/api/users/invites${query}`, { token: team.auditor.token });
const create = (body: object, headers: Record<string, string> = {}) =>
  callApi("POST", "/api/users/invites", { token: team.admin.token, body, headers });
const regenerate = (id: string, body?: unknown, headers: Record<string, string> = {}) =>
  callApi("POST", `/api/users/invites/${id}/regenerate`, {
    token: team.owner.token,
    body,
    headers,
  });
const eventsOf = (targetId: string) =>
  database().read.auditEvent.findMany({ where: { targetId }, orderBy: { id: "asc" } });

test("an invite lasts 72 hours, and only the creating answer has its token", async () => {
  const email = newEmail();
  const groups = ["b", "a", "b"];
  const answer = await create({ email, name: "New", role: "AUDITOR", auto_groups: groups });
  const { invite_token: token, ...invite } = answer.body;
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(invite).toEqual({
    id: expect.stringMatching(/^[0-9a-v]{20}$/),
    email,
    name: "New",
    role: "auditor",
    auto_groups: groups,
    expires_at: expect.stringMatching(UTC),
    created_at: expect.stringMatching(UTC),
    expired: false,
    valid: true,
  });
  const lifetime = Date.parse(invite.expires_at) - Date.parse(invite.created_at);
  expect(Math.abs(lifetime - 72 * HOUR_MS)).toBeLessThan(1000);
  expect(token).toMatch(/^nbi_[0-9A-Za-z]{36}$/);
  const listed = await invites();
  expect(listed.body).toContainEqual(invite);
  const [event] = await eventsOf(invite.id);
  expect(event).toMatchObject({
    activityCode: "user.invite.link.create",
    initiatorId: team.admin.id,
    meta: { email },
  });
  const row = await database().read.invite.findUniqueOrThrow({ where: { id: invite.id } });
  expect(row.hash).toMatch(/^\$2b\$/);
  expect(JSON.stringify([row, listed.body, event])).not.toContain(token.slice(14));
});

test.each([[0], [-5], [null], [undefined]])("expires_in %s means 72 hours", async (expires_in) => {
  const { body } = await create({ email: newEmail(), name: "x", role: "user", expires_in });
  const lifetime = Date.parse(body.expires_at) - Date.now();
  expect(Math.abs(lifetime - 72 * HOUR_MS)).toBeLessThan(60_000);
});

test("a visitor with the token sees inviter, email and expiry, and nothing else", async () => {
  const { token, email } = await inviteAs(team.admin.token, { role: "admin" });
  const answer = await visit(token);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    email,
    name: "Invited",
    expires_at: expect.stringMatching(UTC),
    valid: true,
    invited_by: team.admin.name,
  });
});

test("accepting creates the user with the invite's role and groups, who can sign in", async () => {
  const groups = [team.account.allGroupId, "unknown", "a"];
  const { id, token, email } = await inviteAs(team.admin.token, {
    role: "network_admin",
    auto_groups: groups,
  });
  const answer = await accept(token);
  expect(answer).toMatchObject({ status: 200, body: { success: true } });
  expect(Object.keys(answer.body)).toEqual(["success"]);
  const given = { email: email.toLowerCase(), password: INVITED_PASSWORD };
  const { userId } = await signIn(given, ORIGIN);
  const seen = await callApi("GET", `/api/users/${userId}`, { token: team.owner.token });
  expect(seen.body).toMatchObject({
    email,
    name: "Invited",
    role: "network_admin",
    auto_groups: groups,
    status: "active",
    is_service_user: false,
    pending_approval: false,
    issued: "api",
  });
  const [event] = await eventsOf(userId);
  expect(event).toMatchObject({
    activityCode: "user.invite.link.accept",
    initiatorId: userId,
    initiatorEmail: email,
    meta: { email, username: "Invited", role: "network_admin", invite_id: id },
  });
  expect((await visit(token)).status).toBe(404);
  expect((await invites()).body.map((one: { id: string }) => one.id)).not.toContain(id);
});

test("eight simultaneous acceptances create one user", async () => {
  const { token, email } = await inviteAs(team.owner.token);
  const answers = await Promise.all(Array.from({ length: 8 }, () => accept(token)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(404)]);
  const where = { emailKey: email.toLowerCase() };
  expect(await database().read.user.count({ where })).toBe(1);
});

test("a new link voids the old one and restarts the time, with or without a body", async () => {
  const { id, token, email } = await inviteAs(team.admin.token);
  expect((await visit(token)).status).toBe(200);
  const made = await regenerate(id, { expires_in: 3600 });
  expect(made.status).toBe(200);
  expect(Object.keys(made.body)).toEqual(["invite_token", "invite_expires_at"]);
  const lifetime = Date.parse(made.body.invite_expires_at) - Date.now();
  expect(Math.abs(lifetime - HOUR_MS)).toBeLessThan(60_000);
  expect((await visit(token)).status).toBe(404);
  expect((await accept(token)).status).toBe(404);
  const again = await regenerate(id);
  expect((await visit(made.body.invite_token)).status).toBe(404);
  const info = await visit(again.body.invite_token);
  expect(info.body).toMatchObject({ email, expires_at: again.body.invite_expires_at });
  expect((await eventsOf(id)).at(-1)).toMatchObject({
    activityCode: "user.invite.link.regenerate",
    initiatorId: team.owner.id,
    meta: { email },
  });
  expect((await accept(again.body.invite_token)).status).toBe(200);
});

test("a deleted invite and its link are gone, and its email can be invited again", async () => {
  const { id, token, email } = await inviteAs(team.admin.token);
  const remove = () => callApi("DELETE", `/api/users/invites/${id}`, { token: team.machine.token });
  expect(await remove()).toMatchObject({ status: 200, body: {} });
  expect(await remove()).toMatchObject({ status: 404, body: { message: "user invite not found" } });
  expect((await visit(token)).status).toBe(404);
  expect((await accept(token)).status).toBe(404);
  expect((await create({ email, name: "x", role: "user" })).status).toBe(200);
  expect((await eventsOf(id)).at(-1)).toMatchObject({
    activityCode: "user.invite.link.delete",
    initiatorId: team.machine.id,
    meta: { email },
  });
});

test("a repeated Idempotency-Key creates no second invite and no second link", async () => {
  const body = { email: newEmail(), name: "x", role: "user" };
  const key = { "idempotency-key": newEmail() };
  const made = await create(body, key);
  const replay = { status: 409, body: { resource_id: made.body.id } };
  expect(await create(body, key)).toMatchObject(replay);
  const again = { "idempotency-key": newEmail() };
  const link = await regenerate(made.body.id, undefined, again);
  expect(await regenerate(made.body.id, undefined, again)).toMatchObject(replay);
  expect((await visit(link.body.invite_token)).status).toBe(200);
});

test("the list is paged, sorted and searched by email", async () => {
  for (const email of ["zz@example.test", "M@example.test", "Aa@example.test"]) {
    expect((await create({ email, name: "x", role: "user" })).status).toBe(200);
  }
  const whole = (await invites("?sort=email")).body.map((one: { email: string }) => one.email);
  expect([whole[0], whole.at(-1)]).toEqual(["Aa@example.test", "zz@example.test"]);
  const backwards = (await invites("?sort=-email")).body;
  expect(backwards.map((one: { email: string }) => one.email)).toEqual([...whole].reverse());
  const paged: string[] = [];
  let query = "?sort=email&page_size=2";
  for (;;) {
    const page = await invites(query);
    expect(page.body.length).toBeLessThanOrEqual(2);
    paged.push(...page.body.map((one: { email: string }) => one.email));
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
    if (next === undefined) break;
    query = new URL(next, "http://127.0.0.1").search;
  }
  expect(paged).toEqual(whole);
  const found = await invites("?search=%20AA@EXAMPLE");
  expect(found.body).toMatchObject([{ email: "Aa@example.test" }]);
});

test("no log line contains an invite's token", async () => {
  const lines = captureLog();
  const { id, token } = await inviteAs(team.admin.token);
  await visit(token);
  await accept(token, { password: "short" });
  await accept(token);
  await visit(token);
  await regenerate(id);
  expect(lines.join()).not.toContain(token.slice(14));
});
