import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { addUser, type NetBirdUser } from "#lib/dev/testing/netbird/state.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
let server: NetBirdStub;
let person: NetBirdUser;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ server } = await netbirdBehind());
  const email = "nora@example.com";
  person = addUser(server.state, { name: "Nora", email, role: "user", isServiceUser: false });
});

const at = (id: string, rest = "") => `/api/users/${id}${rest}`;
const put = (id: string, body: object, token = team.admin.token) =>
  callApi("PUT", at(id), { token, body });
const ROLE = { role: "auditor", auto_groups: [], is_blocked: false };
const scoped = async (...scopes: string[]) => (await seedToken(team.owner.id, { scopes })).text;
/** Changes of users that reached NetBird, but those of Roost's own service users there. */
const changes = () =>
  server.requests
    .filter(({ method, url }) => method !== "GET" && url.includes(person.id))
    .map(({ method, url, body }) => [method, url, body === "" ? "" : JSON.parse(body ?? "")]);

test("a user of NetBird is changed there, with the checked fields alone", async () => {
  const body = { ...ROLE, is_blocked: true, name: "Nora", Role: undefined, extra: 1 };
  const { status, body: answer } = await put(person.id, body);
  expect([status, answer.role, answer.is_blocked]).toEqual([200, "auditor", true]);
  const sent = { role: "auditor", auto_groups: [], is_blocked: true };
  expect(changes()).toEqual([["PUT", at(person.id), sent]]);
  const [event] = (
    await callApi("GET", "/api/roost/events/audit?page_size=1", { token: team.owner.token })
  ).body;
  expect(event).toMatchObject({
    ...{ activity_code: "netbird.update", initiator_id: team.admin.id, target_id: person.id },
    meta: { module: "users", outcome: "ok", method: "PUT", route: "/api/users/{userId}" },
  });
});

test("a user of Roost is changed in Roost alone", async () => {
  expect((await put(team.person.id, ROLE)).status).toBe(200);
  expect((await callApi("DELETE", at(team.reader.id), { token: team.admin.token })).status).toBe(
    200,
  );
  expect(await database().read.user.count({ where: { id: team.reader.id } })).toBe(0);
  expect(server.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("a service user is created in Roost, a person at NetBird", async () => {
  const { token } = team.admin;
  const machine = { name: "m", role: "user", auto_groups: [], is_service_user: true };
  const made = await callApi("POST", "/api/users", { token, body: machine });
  expect(made.status).toBe(200);
  expect(server.state.users.has(made.body.id)).toBe(false);
  const email = "new@example.com";
  const body = { email, name: "New", role: "user", auto_groups: [], is_service_user: false };
  const invited = await callApi("POST", "/api/users", { token, body });
  expect(invited.status).toBe(200);
  expect([...server.state.users.values()].some((user) => user.email === email)).toBe(true);
  expect(await database().read.user.count({ where: { email } })).toBe(0);
});

test("what Roost has for itself at NetBird is 404 for every change", async () => {
  await callApi("GET", "/api/peers", { token: team.machine.token });
  const { token } = team.owner;
  const own = [...server.state.users.values()].filter(({ name }) => name.startsWith("roost"));
  expect(own.length).toBeGreaterThanOrEqual(2);
  for (const { id, role } of own) {
    const before = server.requests.length;
    const statuses = [
      (await put(id, ROLE, token)).status,
      (await callApi("DELETE", at(id), { token })).status,
      (await callApi("POST", at(id, "/approve"), { token })).status,
      (await callApi("POST", at(id, "/invite"), { token })).status,
      (await callApi("DELETE", at(id, "/reject"), { token })).status,
    ];
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
    const sent = server.requests.slice(before).filter(({ url }) => url.includes(id));
    expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(server.state.users.get(id)?.role).toBe(role);
  }
});

test("roles decide as for Roost's users", async () => {
  for (const { token } of [team.networkAdmin, team.auditor, team.person, team.reader]) {
    expect((await put(person.id, ROLE, token)).status).toBe(403);
    expect((await callApi("DELETE", at(person.id), { token })).status).toBe(403);
  }
  const owner = [...server.state.users.values()].find(({ role }) => role === "owner");
  expect((await put(owner?.id ?? "", ROLE)).status).toBe(403);
  expect((await callApi("DELETE", at(owner?.id ?? ""), { token: team.admin.token })).status).toBe(
    403,
  );
  expect(changes()).toEqual([]);
});

test("a token with scopes gives no one more than it has", async () => {
  const narrow = await scoped("users:write");
  expect((await put(person.id, { ...ROLE, role: "admin" }, narrow)).status).toBe(403);
  expect((await put(person.id, { ...ROLE, role: "network_admin" }, narrow)).status).toBe(403);
  // Auto groups decide what a user's peers reach.
  const groups = { ...ROLE, role: "user", auto_groups: ["ci"] };
  expect((await put(person.id, groups, narrow)).status).toBe(403);
  const body = { email: "x@example.com", name: "x", is_service_user: false, auto_groups: [] };
  const invite = (role: string) =>
    callApi("POST", "/api/users", { token: narrow, body: { ...body, role } });
  expect((await invite("admin")).status).toBe(403);
  expect(changes()).toEqual([]);
  expect((await put(person.id, { ...ROLE, role: "user" }, narrow)).status).toBe(200);
  expect((await put(person.id, ROLE, await scoped("users:read"))).status).toBe(403);
});

test.each([
  [{ ...ROLE, name: "Other" }, "name"],
  [{ ...ROLE, description: "x" }, "description"],
  [{ ...ROLE, role: "king" }, "role"],
])("%j is 422 for %s, and nothing is sent", async (body, path) => {
  const { status, body: refused } = await put(person.id, body);
  expect([status, refused.errors[0].path]).toEqual([422, path]);
  expect(changes()).toEqual([]);
});

test("approval and rejection go to the one that has the user", async () => {
  person.pendingApproval = true;
  person.isBlocked = true;
  const { token } = team.admin;
  expect((await callApi("POST", at(person.id, "/approve"), { token })).status).toBe(200);
  expect(person).toMatchObject({ pendingApproval: false, isBlocked: false });
  const unknown = await callApi("POST", at("unknown", "/approve"), { token });
  expect(unknown.status).toBe(404);
});

test("a user is deleted at NetBird", async () => {
  expect((await callApi("DELETE", at(person.id), { token: team.admin.token })).status).toBe(200);
  expect(server.state.users.has(person.id)).toBe(false);
});

test.each([
  [{ role: "owner" }, "role"],
  [{ name: "" }, "name"],
  [{ email: "" }, "email"],
  [{ email: "no address" }, "email"],
  [{ description: "x" }, "description"],
])("a person with %j is 422 for %s, and not sent to NetBird", async (change, path) => {
  const email = "new@example.com";
  const body = { email, name: "New", role: "user", auto_groups: [], is_service_user: false };
  const { token } = team.owner;
  const refused = await callApi("POST", "/api/users", { token, body: { ...body, ...change } });
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, path]);
  expect(server.requests.filter(({ method }) => method === "POST")).toEqual([]);
});
