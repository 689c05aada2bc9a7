import { beforeEach, expect, test } from "vitest";
import { forwardedRows, netbirdName } from "#lib/contract/netbird-objects.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { addGroup, objectsAt } from "#lib/dev/testing/netbird/state.ts";
import type { NetBirdStub } from "#lib/dev/testing/netbird/stub.ts";
import { forwarded, netbirdBehind } from "#lib/dev/testing/netbird.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

/** A server with the group of the limits. */
async function netbirdWithGroup(): Promise<NetBirdStub> {
  const { server } = await netbirdBehind();
  const group = { ...addGroup(server.state, "of-ci", []), id: "g-ci" };
  objectsAt(server.state, "/api/groups").set(group.id, group);
  return server;
}

const SETUP_KEYS = { groups: ["g-ci"], expires_in: 172_800, usage_limit: 3 };
const KEY = {
  ...{ name: "ci", type: "one-off", expires_in: 86_400, auto_groups: ["g-ci"] },
  ...{ usage_limit: 1, ephemeral: true },
};

async function limitedToken(setup_keys: object = SETUP_KEYS): Promise<string> {
  const { body } = await callApi("POST", `/api/users/${team.machine.id}/tokens`, {
    token: team.owner.token,
    body: { name: "ci", expires_in: 1, scopes: ["setup_keys:create"], limits: { setup_keys } },
  });
  return body.plain_token;
}

const post = (token: string, body: unknown) => callApi("POST", "/api/setup-keys", { token, body });
const without = (name: string) => ({ ...KEY, [name]: undefined });

test.each<[string, object]>([
  ["usage_limit", { ...KEY, usage_limit: 0 }],
  ["usage_limit", { ...KEY, usage_limit: 4 }],
  ["usage_limit", { ...KEY, usage_limit: 1.5 }],
  ["usage_limit", { ...KEY, usage_limit: null }],
  ["usage_limit", without("usage_limit")],
  ["expires_in", { ...KEY, expires_in: 0 }],
  ["expires_in", { ...KEY, expires_in: -1 }],
  ["expires_in", { ...KEY, expires_in: 172_801 }],
  ["expires_in", without("expires_in")],
  ["type", { ...KEY, type: "reusable" }],
  ["type", { ...KEY, type: "One-Off" }],
  ["auto_groups.1", { ...KEY, auto_groups: ["g-ci", "g-admins"] }],
  ["auto_groups", without("auto_groups")],
  ["ephemeral", { ...KEY, ephemeral: false }],
  ["ephemeral", without("ephemeral")],
  ["name", { ...KEY, name: "" }],
  ["auto_groupſ", { ...KEY, auto_groupſ: ["g-admins"] }],
  ["usage_limit", { ...KEY, Usage_Limit: 0 }],
  ["auto_groups.0", { ...KEY, AUTO_GROUPS: ["g-admins"] }],
  ["allow_extra_dns_labels", { ...KEY, allow_extra_dns_labels: true }],
  ["revoked", { ...KEY, revoked: false }],
])("a wrong %s is refused, and nothing is sent", async (path, body) => {
  const server = await netbirdWithGroup();
  const answer = await post(await limitedToken(), body);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  expect(forwarded(server)).toEqual([]);
});

test("of a repeated field nothing but the checked one is sent, and nothing after the object", async () => {
  const server = await netbirdWithGroup();
  const token = await limitedToken();
  const text = JSON.stringify(KEY);
  const twice = text.replace("{", '{"auto_groups":["g-admins"],');
  expect((await post(token, twice)).status).toBe(200);
  expect(forwarded(server)[0]?.body).toBe(text);
  for (const body of [`${text}{"usage_limit":0}`, "[]", "", "null"]) {
    expect((await post(token, body)).status, body).toBe(400);
  }
  expect(forwarded(server)).toHaveLength(1);
});

test("a token with limits reaches no other operation of NetBird", async () => {
  const server = await netbirdWithGroup();
  const token = await limitedToken();
  for (const row of forwardedRows.filter((one) => netbirdName(one) !== "POST /api/setup-keys")) {
    const path = row.path.replace(/\{[^}]+\}/g, "x");
    const body = row.method === "GET" ? undefined : {};
    expect((await callApi(row.method, path, { token, body })).status, path).toBe(403);
  }
  expect(forwarded(server)).toEqual([]);
});
