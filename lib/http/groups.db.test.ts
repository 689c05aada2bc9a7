import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedGroup, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const call = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown) =>
  callApi(method, `/api/groups${path}`, { token: team.admin.token, body });
const eventsOf = async (targetId: string) => {
  const events = await database().read.auditEvent.findMany({
    where: { targetId },
    orderBy: { id: "asc" },
  });
  return events.map(({ activityCode, meta }) => ({ activityCode, meta }));
};

test("a created group is returned whole, peers and resources in the order sent", async () => {
  const body = {
    name: "Ops",
    peers: ["z", "a", "m"],
    resources: [
      { id: "r2", type: "host" },
      { id: "r1", type: "domain" },
    ],
  };
  const made = await call("POST", "", body);
  expect(made).toMatchObject({ status: 200 });
  expect(made.body).toEqual({
    id: expect.stringMatching(/^[0-9a-v]{20}$/),
    name: "Ops",
    issued: "api",
    peers: ["z", "a", "m"].map((id) => ({ id, name: "" })),
    peers_count: 3,
    resources: body.resources,
    resources_count: 2,
  });
  expect((await call("GET", `/${made.body.id}`)).body).toEqual(made.body);
  expect(await eventsOf(made.body.id)).toMatchObject([
    { activityCode: "group.add", meta: { name: "Ops" } },
    { activityCode: "peer.group.add", meta: { group: "Ops", count: "3", ids: "z,a,m" } },
    { activityCode: "resource.group.add", meta: { count: "2", ids: "r2,r1" } },
  ]);
});

test("a group without members has empty lists, never null", async () => {
  const { body } = await call("POST", "", { name: "empty", peers: null });
  expect(body).toMatchObject({ peers: [], peers_count: 0, resources: [], resources_count: 0 });
});

test("stores ten thousand peers, refuses one more with 422 and over 1 MiB with 413", async () => {
  const peers = Array.from({ length: 10_000 }, (_, at) => `peer-${at}`);
  const made = await call("POST", "", { name: "many", peers });
  expect(made.body.peers_count).toBe(10_000);
  const read = await call("GET", `/${made.body.id}`);
  expect(read.body.peers.map(({ id }: { id: string }) => id)).toEqual(peers);
  const more = await call("PUT", `/${made.body.id}`, { name: "many", peers: [...peers, "x"] });
  expect(more).toMatchObject({
    status: 422,
    body: { message: "peers must have at most 10000 entries", errors: [{ path: "peers" }] },
  });
  const huge = { name: "many", peers: Array(5000).fill("x".repeat(250)) };
  expect((await call("PUT", `/${made.body.id}`, huge)).status).toBe(413);
  expect((await eventsOf(made.body.id)).length).toBe(2);
});

test.each([
  [{ name: "a\0b" }, "name"],
  [{ name: "\ud800" }, "name"],
  [{ name: "x".repeat(256) }, "name"],
  [{ name: "   " }, "name"],
  [{ name: "t", peers: ["a\0"] }, "peers.0"],
  [{ name: "t", peers: [3] }, "peers.0"],
  [{ name: "t", peers: "all" }, "peers"],
  [{ name: "t", resources: [{ id: "r", type: "printer" }] }, "resources.0.type"],
  [{ name: "t", resources: [{ type: "host" }] }, "resources.0.id"],
])("a group of %j is 422 and names %s", async (body, path) => {
  const answer = await call("POST", "", body);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
});

test("a name is found exactly, by letter case; of duplicates the one with most peers", async () => {
  await seedGroup(team.account, { name: "Twice", peers: ["a"] });
  const bigger = await seedGroup(team.account, { name: "Twice", peers: ["a", "b"] });
  await seedGroup(team.account, { name: "Twice" });
  const found = await call("GET", "?name=Twice");
  expect(found.body.map(({ id }: { id: string }) => id)).toEqual([bigger]);
  for (const name of ["twice", "Twic", "Twice "]) {
    const message = `group: ${name.toLowerCase()} not found`;
    const answer = await call("GET", `?name=${encodeURIComponent(name)}`);
    expect(answer).toMatchObject({ status: 404, body: { message } });
  }
  expect((await call("GET", "?name=")).body.length).toBeGreaterThan(3);
});

test("pages are sorted by name without a gap, and a search finds parts of names", async () => {
  const names = ["page c", "Page A", "page b"];
  for (const name of names) await seedGroup(team.account, { name });
  const listed: string[] = [];
  let path: string | undefined = "?search=PAGE&page_size=2";
  while (path !== undefined) {
    const answer = await call("GET", path);
    listed.push(...answer.body.map(({ name }: { name: string }) => name));
    path = /<\/api\/groups(\?[^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  expect(listed).toEqual(["Page A", "page b", "page c"]);
  const reverse = await call("GET", "?search=page&sort=-created_at");
  expect(reverse.body[0].name).toBe("page b");
});

test("a taken name is 409 in lower case on creation; another letter case is another name", async () => {
  await seedGroup(team.account, { name: "Taken" });
  expect(await call("POST", "", { name: "Taken" })).toMatchObject({
    status: 409,
    body: { message: "group with name taken already exists", code: 409 },
  });
  expect((await call("POST", "", { name: "TAKEN" })).status).toBe(200);
  expect((await call("POST", "", { name: "All" })).status).toBe(409);
});

test("one of two simultaneous creations of the same name succeeds", async () => {
  const answers = await Promise.all([1, 2, 3].map(() => call("POST", "", { name: "race" })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});

test("an update replaces everything but the issuer, and may take a used name", async () => {
  const id = await seedGroup(team.account, { name: "before", issued: "jwt", peers: ["a", "b"] });
  await seedGroup(team.account, { name: "used" });
  const changed = await call("PUT", `/${id}`, { name: "used", peers: ["b", "c"] });
  expect(changed.body).toMatchObject({ id, name: "used", issued: "jwt", peers_count: 2 });
  const emptied = await call("PUT", `/${id}`, { name: "used" });
  expect(emptied.body).toMatchObject({ peers: [], resources: [] });
  expect((await call("GET", `/${id}`)).body).toEqual(emptied.body);
  expect(await eventsOf(id)).toMatchObject([
    { activityCode: "group.update", meta: { old_name: "before", new_name: "used" } },
    { activityCode: "peer.group.add", meta: { ids: "c" } },
    { activityCode: "peer.group.delete", meta: { ids: "a" } },
    { activityCode: "peer.group.delete", meta: { count: "2", ids: "b,c" } },
  ]);
});

test("a renamed group is searched and sorted by its new name", async () => {
  const id = await seedGroup(team.account, { name: "former" });
  await call("PUT", `/${id}`, { name: "Present" });
  expect((await call("GET", "?search=former")).body).toEqual([]);
  expect((await call("GET", "?search=present")).body).toMatchObject([{ id }]);
});

test("there is never a second group All", async () => {
  const id = await seedGroup(team.account, { name: "not all" });
  expect(await call("PUT", `/${id}`, { name: "All" })).toMatchObject({
    status: 409,
    body: { message: "group with name all already exists" },
  });
});

test("a POST under an Idempotency-Key makes one group, and its repetition names it", async () => {
  const post = () =>
    callApi("POST", "/api/groups", {
      token: team.networkAdmin.token,
      body: { name: "once" },
      headers: { "idempotency-key": "group-1" },
    });
  const { body } = await post();
  expect(await post()).toMatchObject({ status: 409, body: { resource_id: body.id } });
  expect(await database().read.group.count({ where: { name: "once" } })).toBe(1);
});
