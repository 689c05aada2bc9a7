import { beforeEach, expect, test } from "vitest";
import { narrowing } from "#lib/contract/narrowing.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { pathOf, SAMPLES } from "#lib/dev/testing/requests.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const createToken = (more: object) =>
  callApi("POST", `/api/users/${team.owner.id}/tokens`, {
    token: team.owner.token,
    body: { name: "t", expires_in: 30, ...more },
  });
const tokens = () => database().read.token.count();

test.each([
  { scope: ["users:read"] },
  { permissions: [] },
  { allowed_ips: ["192.0.2.1"] },
  { allowedNetworks: ["192.0.2.0/24"] },
  { allowed_network: ["192.0.2.0/24"] },
  { networks: [] },
  { permissions: { groups: "read" } },
  { role: "user" },
  { read_only: true },
  { not_before: "2027-01-01T00:00:00Z" },
  { max_uses: 1 },
  { expiresAt: "2027-01-01T00:00:00Z" },
  { enabled: false },
  { is_blocked: true },
  // The style of another client's names changes nothing.
  { allowedIPs: ["192.0.2.1"] },
  { READ_ONLY: true },
  { "not-before": "2027-01-01T00:00:00Z" },
])("a token with %j is refused by name, and none is made", async (field) => {
  const before = await tokens();
  const [name = ""] = Object.keys(field);
  const answer = await createToken(field);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: name }] } });
  expect(answer.body.message).toContain(`${name} is not supported`);
  expect(await tokens()).toBe(before);
});

test("fields that restrict nothing and unknown fields are ignored, as in NetBird", async () => {
  const harmless = { scopes: null, read_only: false, enabled: true, allowed_ips: null };
  for (const more of [harmless, { comment: "x", labels: ["a"], id: "1", owner: "me" }]) {
    expect((await createToken(more)).status).toBe(200);
  }
});

test.each([
  ["POST", "/api/users", { role: "user", is_service_user: true, name: "m", is_blocked: true }],
  ["POST", "/api/users", { role: "user", is_service_user: true, name: "m", expires_at: "2027" }],
  [
    "POST",
    "/api/users/invites",
    { role: "user", name: "p", email: "p@x.test", mfa_required: true },
  ],
] as const)("%s %s with %j is 422, and no user is created", async (method, path, body) => {
  const before = await database().read.user.count();
  const name = Object.keys(body).at(-1) ?? "";
  const answer = await callApi(method, path, { token: team.owner.token, body });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: name }] } });
  expect(await database().read.user.count()).toBe(before);
  expect(await database().read.invite.count()).toBe(0);
});

test("a block under another field name does not leave the user unblocked", async () => {
  const answer = await callApi("PUT", `/api/users/${team.person.id}`, {
    token: team.owner.token,
    body: { role: "user", auto_groups: [], disabled: true },
  });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "disabled" }] } });
});

test("accepts a user's answer that a client sends back unchanged", async () => {
  const path = `/api/users/${team.person.id}`;
  const { token } = team.owner;
  const { body } = await callApi("GET", path, { token });
  expect((await callApi("PUT", path, { token, body })).status).toBe(200);
});

test.each([
  ["local_mfa_enabled", true],
  ["jwt_allow_groups", ["staff"]],
  ["local_auth_disabled", true],
  ["session_timeout", 3600],
])("refuses %s, which would protect nothing, by its path", async (name, value) => {
  const read = async () =>
    (await callApi("GET", "/api/accounts", { token: team.owner.token })).body[0].settings;
  const before = await read();
  const answer = await callApi("PUT", `/api/accounts/${team.account.id}`, {
    token: team.owner.token,
    body: { settings: { peer_login_expiration: 7200, [name]: value } },
  });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: `settings.${name}` }] } });
  expect(await read()).toEqual(before);
});

test("protection that an older version stored but never enforced is not shown as on", async () => {
  const { id } = team.account;
  const settings = { localMfaEnabled: true, jwtAllowGroups: ["staff"], personalTokens: false };
  await database().write((tx) => tx.account.update({ where: { id }, data: { settings } }));
  const { token } = team.owner;
  const [{ settings: shown }] = (await callApi("GET", "/api/accounts", { token })).body;
  expect(shown).toMatchObject({
    ...{ local_mfa_enabled: false, jwt_allow_groups: [], personal_access_tokens_enabled: false },
  });
  const { extra: _, peer_expose_groups: _p, ipv6_enabled_groups: _i, ...body } = shown;
  const path = `/api/accounts/${id}`;
  expect((await callApi("PUT", path, { token, body: { settings: body } })).status).toBe(200);
});

const withBody = (Object.entries(operations) as [OperationId, Operation][]).filter(
  ([, { body }]) => body !== null,
);
/** Bodies that grant no rights, or that refuse every unknown field. */
const NARROWS_NOTHING: OperationId[] = [
  "introspection.check",
  ...(["users.changePassword", "invites.accept", "resets.accept", "tokens.revoke"] as const),
  ...(["tokens.describe", "tokens.reportLeak", "sessions.prove"] as const),
  ...(["tokens.revocations.start", "groups.create", "groups.update", "accounts.update"] as const),
];

test("each body that grants rights has its list", () => {
  for (const [id, { body }] of withBody) {
    if (body === null || NARROWS_NOTHING.includes(id)) continue;
    const { narrows = {} } = narrowing.get(body) ?? {};
    expect(Object.keys(narrows).length, id).toBeGreaterThan(0);
  }
});

test("no operation's usual request has one of these fields", async () => {
  for (const [id, { method, path }] of withBody) {
    if (id === "instance.setup") continue;
    const { params, body, token = team.owner.token } = await SAMPLES[id](team);
    const answer = await callApi(method, pathOf(path, params), { token, ...(body && { body }) });
    expect(answer.body.message ?? "", id).not.toMatch(/is not supported/);
  }
});
