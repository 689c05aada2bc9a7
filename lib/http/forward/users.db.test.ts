import { beforeEach, expect, test } from "vitest";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { faults } from "#lib/dev/testing/netbird/faults.ts";
import { addUser, type NetBirdUser } from "#lib/dev/testing/netbird/state.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
let server: NetBirdStub;
let person: NetBirdUser;
let machine: NetBirdUser;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ server } = await netbirdBehind());
  const email = "nora@example.com";
  person = addUser(server.state, { name: "Nora", email, role: "auditor", isServiceUser: false });
  machine = addUser(server.state, { name: "exporter", role: "user" });
});

/** Bodies that the operations take. */
const SAMPLES_OF_TOKENS: Record<string, object> = {
  "/api/users/{userId}/tokens": { name: "ci", expires_in: 30 },
  "/api/users/{userId}/tokens/{tokenId}/describe": { description: "x" },
  "/api/users/{userId}/tokens/{tokenId}/narrow": { scopes: ["peers:read"] },
  "/api/users/{userId}/tokens/{tokenId}/rotate": {},
};

type Listed = { id: string; name: string; issued: string; is_current: boolean };
const list = async (query = "", token = team.owner.token): Promise<Listed[]> =>
  (await callApi("GET", `/api/users${query}`, { token })).body;
const idsOf = async (...given: Parameters<typeof list>) =>
  (await list(...given)).map(({ id }) => id);

test("the list has the users of both, and none that Roost has at NetBird for itself", async () => {
  // Creates a mirror for people and one for a service user.
  for (const { token } of [team.owner, team.machine]) await callApi("GET", "/api/peers", { token });
  const users = await list();
  const own = [team.owner, team.admin, team.machine].map(({ id }) => id);
  const ids = users.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([...own, person.id, machine.id]));
  const mirrors = [...server.state.users.values()].filter(({ name }) => name.startsWith("roost"));
  expect(mirrors.length).toBeGreaterThan(2);
  for (const { id } of mirrors) {
    expect(ids).not.toContain(id);
    const { token } = team.owner;
    expect((await callApi("GET", `/api/users/${id}`, { token })).status).toBe(404);
  }
  const issued = (id: string) => users.find((user) => user.id === id)?.issued;
  expect([issued(team.owner.id), issued(team.machine.id), issued(person.id)]).toEqual([
    "roost",
    "api",
    "api",
  ]);
  expect(users.filter(({ is_current }) => is_current).map(({ id }) => id)).toEqual([team.owner.id]);
});

test("a service user of NetBird with the name of a mirror is shown: names decide nothing", async () => {
  const { id } = addUser(server.state, { name: "roost: machine" });
  expect(await idsOf()).toContain(id);
});

test("filters hold for both", async () => {
  expect(await idsOf("?service_user=true")).toContain(machine.id);
  expect(await idsOf("?service_user=true")).not.toContain(person.id);
  expect(await idsOf("?role=auditor")).toEqual([team.auditor.id, person.id]);
  expect(await idsOf("?search=nora")).toEqual([person.id]);
  expect(await idsOf("?status=blocked")).toEqual([]);
});

test("with source=roost, NetBird's users are neither listed nor asked for", async () => {
  const ids = await idsOf("?source=roost");
  expect(ids).toContain(team.machine.id);
  expect(ids).not.toContain(person.id);
  expect(ids).not.toContain(machine.id);
  expect(server.requests.filter(({ url }) => url === "/api/users")).toEqual([]);
});

test("in pages, NetBird's users follow on the last one", async () => {
  const { token } = team.owner;
  const seen: string[] = [];
  let path: string | undefined = "/api/users?page_size=3";
  while (path !== undefined) {
    const { body, headers } = await callApi("GET", path, { token });
    seen.push(...body.map(({ id }: Listed) => id));
    path = /<([^>]*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect([...seen].sort()).toEqual((await idsOf()).sort());
});

test("who may not list users sees only itself, and no one of NetBird's", async () => {
  const { id, token } = team.person;
  expect(await idsOf("", token)).toEqual([id]);
  expect((await callApi("GET", `/api/users/${person.id}`, { token })).status).toBe(403);
  const { text: narrow } = await seedToken(team.owner.id, { scopes: ["peers:read"] });
  expect((await callApi("GET", "/api/users", { token: narrow })).status).toBe(403);
});

test("one user of NetBird is answered as it lists it", async () => {
  const { status, body } = await callApi("GET", `/api/users/${person.id}`, {
    token: team.reader.token,
  });
  expect([status, body]).toEqual([200, expect.objectContaining({ name: "Nora", role: "auditor" })]);
});

test("access tokens of a user who is not Roost's are refused with 403, never 404", async () => {
  const paths = (Object.values(operations) as Operation[]).filter(({ path }) =>
    path.startsWith("/api/users/{userId}/tokens"),
  );
  expect(paths.length).toBeGreaterThan(8);
  for (const { id, token } of [
    { ...machine, token: team.owner.token },
    { id: "gone", token: team.owner.token },
    { id: machine.id, token: team.machine.token },
  ]) {
    for (const { method, path } of paths) {
      const at = path.replace("{userId}", id).replace("{tokenId}", "t1");
      const sent = method === "POST" ? { body: SAMPLES_OF_TOKENS[path] ?? {} } : {};
      const { status, body } = await callApi(method, at, { token, ...sent });
      expect([status, body.message], `${method} ${at}`).toEqual([
        403,
        expect.not.stringMatching(/not found/i),
      ]);
    }
  }
  const { id, token } = team.owner;
  const { status } = await callApi("GET", `/api/users/${id}/tokens/none`, { token });
  expect(status).toBe(404);
});

test("who may not change users causes no list of NetBird's", async () => {
  await callApi("GET", "/api/peers", { token: team.reader.token });
  server.requests.length = 0;
  for (const [method, end] of [
    ["PUT", ""],
    ["DELETE", ""],
    ["POST", "/invite"],
    ["POST", "/approve"],
    ["DELETE", "/reject"],
  ] as const) {
    const body = method === "PUT" ? { role: "user", auto_groups: [], is_blocked: false } : {};
    const path = `/api/users/${person.id}${end}`;
    expect((await callApi(method, path, { token: team.reader.token, body })).status).toBe(403);
  }
  expect(server.requests.filter(({ url }) => url === "/api/users")).toEqual([]);
});

test("simultaneous lists for one credential share requests to NetBird", async () => {
  await list();
  server.requests.length = 0;
  const end = server.misbehave({ delayMs: 500 }, ({ url }) => url === "/api/users");
  const lists = await Promise.all(Array.from({ length: 10 }, () => idsOf()));
  for (const ids of lists) expect(ids).toContain(person.id);
  const asked = server.requests.filter(({ url }) => url === "/api/users").length;
  end();
  expect(asked).toBeLessThanOrEqual(4);
});

test("a list is never half: without NetBird's users it is an error", async () => {
  for (const fault of [faults.tokenGone, faults.badJson, faults.internal, faults.reset]) {
    const end = server.misbehave(fault, ({ url }) => url === "/api/users");
    const { status, body } = await callApi("GET", "/api/users", { token: team.owner.token });
    expect([status, body.message]).toEqual([502, expect.not.stringMatching(/not found/i)]);
    end();
  }
});
