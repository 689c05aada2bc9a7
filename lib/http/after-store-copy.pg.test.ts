import { beforeAll, expect, test } from "vitest";
import { useDatabase } from "#lib/db/database.ts";
import { copyInstallation } from "#lib/db/store/copy.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { sentBack, signInByForm } from "#lib/dev/testing/auth.ts";
import { freshDatabaseUrl, openAgain } from "#lib/dev/testing/database.ts";
import { seedGroup, seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { newSqlite, quietReport } from "#lib/dev/testing/store-copies.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

/* The API on a copy in PostgreSQL, compared with the one on SQLite before. */

const LISTS = [
  "/api/users",
  "/api/groups",
  "/api/tokens?page_size=50",
  "/api/tokens/summary",
  "/api/users/invites",
  "/api/events/audit",
];

let team: Team;
let cookie: string;
let revoked: string;
let before: unknown[];

const read = (token: string) =>
  Promise.all(LISTS.map(async (path) => (await callApi("GET", path, { token })).body));

beforeAll(async () => {
  useTestSettings();
  const from = await newSqlite();
  const sqlite = await openAgain(from);
  useDatabase(sqlite);
  team = await seedTeam();
  await seedGroup(team.account, { name: "zürich", peers: ["b", "a"] });
  ({ cookie } = await seedSession(team.person.id));
  const { owner, machine, reader } = team;
  const made = await callApi("POST", `/api/users/${machine.id}/tokens`, {
    token: owner.token,
    body: { name: "to revoke", expires_in: 7 },
  });
  revoked = made.body.plain_token;
  const path = `/api/users/${machine.id}/tokens/${made.body.personal_access_token.id}`;
  expect((await callApi("DELETE", path, { token: owner.token })).status).toBe(200);
  await callApi("GET", "/api/users/current", { token: reader.token });
  await flushWrites();
  before = await read(owner.token);
  await flushWrites();
  await sqlite.close();
  const to = await freshDatabaseUrl("empty");
  await copyInstallation(from, to, quietReport().report);
  useDatabase(await openAgain(to));
});

/** Without what a call itself changes. */
const settled = (body: unknown) =>
  JSON.parse(JSON.stringify(body), (key, value) => (/last_used|uses/.test(key) ? null : value));

test("lists are equal, tokens verify, and a revoked one stays revoked", async () => {
  expect(settled(await read(team.owner.token))).toEqual(settled(before));
  for (const { id, token } of [team.person, team.auditor, team.admin]) {
    const { status, body } = await callApi("GET", "/api/users/current", { token });
    expect([status, body.id]).toEqual([200, id]);
  }
  for (const { token } of [team.machine, team.reader]) {
    expect((await callApi("GET", "/api/users", { token })).status).toBe(200);
  }
  expect((await callApi("GET", "/api/users/current", { token: revoked })).status).toBe(401);
});

test("a session goes on with the same secret, a user signs in with the password, and writes work", async () => {
  expect((await callApi("GET", "/api/users/current", { cookie })).body.id).toBe(team.person.id);
  const { status, cookies } = await signInByForm(team.admin.email);
  expect(status).toBe(200);
  const session = sentBack(cookies);
  const made = await callApi("POST", "/api/users", {
    cookie: session,
    body: { role: "user", auto_groups: [], is_service_user: true, name: "new" },
  });
  expect(made.status).toBe(200);
  const { body: events } = await callApi("GET", "/api/events/audit", { token: team.owner.token });
  expect(events[0]).toMatchObject({
    activity_code: "service.user.create",
    target_id: made.body.id,
  });
});
