import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { objectsAt } from "#lib/dev/testing/netbird/state.ts";
import { netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const LIMITS = { setup_keys: { groups: ["ci"], expires_in: 86_400, usage_limit: 3 } };
const STORED = { setup_keys: { ...LIMITS.setup_keys, one_off: true, ephemeral: true } };
const SCOPES = ["setup_keys:create"];

const create = (body: object, token = team.owner.token) =>
  callApi("POST", `/api/users/${team.machine.id}/tokens`, {
    token,
    body: { name: "ci", expires_in: 1, ...body },
  });
async function limited(body: object = { scopes: SCOPES, limits: LIMITS }): Promise<string> {
  const { status, body: made } = await create(body);
  expect(status).toBe(200);
  return made.plain_token;
}

test("limits are stored with their defaults, shown everywhere and in the audit", async () => {
  const { body } = await create({ scopes: SCOPES, limits: LIMITS });
  const { id, limits } = body.personal_access_token;
  expect(limits).toEqual(STORED);
  const { token } = team.owner;
  const own = `/api/users/${team.machine.id}/tokens`;
  expect((await callApi("GET", `${own}/${id}`, { token })).body.limits).toEqual(STORED);
  for (const path of [own, "/api/tokens"]) {
    const { body: list } = await callApi("GET", path, { token });
    const found = list.find((one: { id: string }) => one.id === id);
    expect(found.limits).toEqual(STORED);
  }
  const [event] = (await callApi("GET", "/api/events/audit?page_size=1", { token })).body;
  expect(JSON.parse(event.meta.limits)).toEqual(STORED);
  const rotated = await callApi("POST", `${own}/${id}/rotate`, { token, body: {} });
  expect(rotated.body.personal_access_token.limits).toEqual(STORED);
});

test.each([
  [{ limits: LIMITS }, "scopes"],
  [{ limits: LIMITS, scopes: ["setup_keys:write"] }, "scopes"],
  [{ limits: LIMITS, scopes: ["all"] }, "scopes"],
  [{ limits: LIMITS, scopes: ["setup_keys:create", "groups:read"] }, "scopes"],
  [{ scopes: SCOPES, limits: {} }, "limits.setup_keys"],
  [{ scopes: SCOPES, limits: { ...LIMITS, peers: {} } }, "limits.peers"],
  [{ scopes: SCOPES, limits: { setup_keys: { groups: ["ci"] } } }, "limits.setup_keys.expires_in"],
  [{ scopes: SCOPES, limits: { setup_keys: { expires_in: 60 } } }, "limits.setup_keys.groups"],
  [
    { scopes: SCOPES, limits: { setup_keys: { ...LIMITS.setup_keys, usage_limit: 0 } } },
    "limits.setup_keys.usage_limit",
  ],
  [
    { scopes: SCOPES, limits: { setup_keys: { ...LIMITS.setup_keys, oneoff: true } } },
    "limits.setup_keys.oneoff",
  ],
])("%j is 422 for %s", async (body, path) => {
  const { status, body: refused } = await create(body);
  expect([status, refused.errors[0].path]).toEqual([422, path]);
});

test("a token with limits creates setup keys within them, and nothing else at all", async () => {
  const { server } = await netbirdBehind();
  objectsAt(server.state, "/api/groups").set("ci", { id: "ci", name: "ci", peers: [] });
  const token = await limited();
  const key = {
    ...{ name: "job 7", type: "one-off", expires_in: 86_400, auto_groups: ["ci"] },
    ...{ usage_limit: 1, ephemeral: true },
  };
  const make = (body: object | string) => callApi("POST", "/api/setup-keys", { token, body });
  const { status, body } = await make(key);
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ name: "job 7", auto_groups: ["ci"] }),
  ]);
  // The answer to an allowed change is complete.
  expect(body.key).not.toContain("*");
  const sent = () => server.requests.filter(({ url }) => url === "/api/setup-keys");
  expect(JSON.parse(sent()[0]?.body ?? "")).toEqual(key);
  for (const [wrong, path] of [
    [{ ...key, auto_groups: ["ci", "admins"] }, "auto_groups.1"],
    [{ ...key, usage_limit: 0 }, "usage_limit"],
    [{ ...key, type: "reusable" }, "type"],
    [`{"auto_groups":["ci"],"AUTO_GROUPS":["admins"],${JSON.stringify(key).slice(1)}`, undefined],
  ] as const) {
    const refused = await make(wrong);
    if (path !== undefined)
      expect([refused.status, refused.body.errors[0].path]).toEqual([422, path]);
  }
  for (const { body: arrived } of sent()) {
    expect(JSON.parse(arrived ?? "").auto_groups).toEqual(["ci"]);
  }
  const before = sent().length;
  for (const [method, path] of [
    ["GET", "/api/setup-keys"],
    ["DELETE", "/api/setup-keys/k1"],
    ["GET", "/api/groups"],
    ["GET", "/api/peers"],
    ["GET", "/api/locations/countries"],
    ["GET", "/api/users"],
    ["GET", "/api/tokens"],
    ["POST", `/api/users/${team.machine.id}/tokens`],
  ] as const) {
    const given = method === "POST" ? { body: { name: "x", expires_in: 1, scopes: SCOPES } } : {};
    expect((await callApi(method, path, { token, ...given })).status, path).toBe(403);
  }
  expect(sent()).toHaveLength(before);
});

test("scopes that came into the row otherwise give a token with limits nothing", async () => {
  const { body } = await create({ scopes: SCOPES, limits: LIMITS });
  const { id } = body.personal_access_token;
  for (const scopes of [null, "all", "users:write"]) {
    await database().write((tx) => tx.token.update({ where: { id }, data: { scopes } }));
    const { status } = await callApi("GET", "/api/users", { token: body.plain_token });
    expect(status).toBe(403);
  }
});
