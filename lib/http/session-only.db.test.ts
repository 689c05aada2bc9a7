import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdBcrypt } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { pathOf, SAMPLES } from "#lib/dev/testing/requests.ts";
import { seedSession, seedToken, TEST_PASSWORD, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { REFUSALS } from "#lib/policy/refusal-answers.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

const REASON = REFUSALS.session_required.wire;
const ALWAYS = REFUSALS.always_session.wire;
/** Repeats the table on purpose: a new operation with such a power must be added here too. */
const SESSION_ONLY: OperationId[] = [
  "users.changePassword",
  "resets.create",
  "sessions.prove",
  "tokens.revocations.start",
  "tokens.revocations.get",
  "sessions.end",
  "sessions.endAll",
  "accounts.delete",
  "protected_services.create",
  "protected_services.update",
  "protected_services.delete",
];

/** Those of them that no setting of the account allows to tokens. */
const ALWAYS_SESSION = [
  "resets.create",
  "sessions.prove",
  "tokens.revocations.get",
  "tokens.revocations.start",
];

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
});
beforeEach(async () => {
  team = await seedTeam();
});

const settingsOf = async () =>
  (await callApi("GET", "/api/accounts", { token: team.owner.token })).body[0].settings;
const put = (settings: object, credential: { token?: string; cookie?: string }) =>
  callApi("PUT", `/api/accounts/${team.account.id}`, { ...credential, body: { settings } });
const allow = async (value: boolean) => {
  const { cookie } = await seedSession(team.owner.id);
  const settings = { ...(await settingsOf()), access_tokens_manage_account: value };
  const { peer_expose_groups: _p, ipv6_enabled_groups: _i, extra: _e, ...body } = settings;
  expect((await put(body, { cookie })).status).toBe(200);
};

/** The operations that refuse an owner's token with this reason. */
async function refusedToTokens(tokensManageAccount: boolean): Promise<string[]> {
  const refused: string[] = [];
  for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
    if (operation.access === "anyone") continue;
    team = await seedTeam({ tokensManageAccount });
    const { params, body, token = team.owner.token } = await SAMPLES[id](team);
    const answer = await callApi(operation.method, pathOf(operation.path, params), {
      token,
      ...(body && operation.method !== "GET" ? { body } : {}),
    });
    if (answer.status !== 403) continue;
    if ([REASON, ALWAYS].includes(answer.body.message)) refused.push(id);
  }
  return refused;
}

test("exactly the operations documented as session-only refuse an access token", async () => {
  const flagged = (Object.entries(operations) as [OperationId, Operation][])
    .filter(([, { sessionOnly }]) => sessionOnly)
    .map(([id]) => id);
  expect(flagged.sort()).toEqual(SESSION_ONLY.toSorted());
  expect((await refusedToTokens(false)).sort()).toEqual(SESSION_ONLY.toSorted());
});

test("an account whose tokens may manage it refuses them only what always needs a session", async () => {
  expect((await refusedToTokens(true)).sort()).toEqual(ALWAYS_SESSION);
});

test("a session transfers the ownership, a token does not, and no part of it is applied", async () => {
  const body = { role: "owner", auto_groups: [], name: "heir" };
  const path = `/api/users/${team.admin.id}`;
  const refused = await callApi("PUT", path, { token: team.owner.token, body });
  expect(refused).toMatchObject({
    status: 403,
    body: { message: expect.stringContaining(REASON) },
  });
  const roles = async () => {
    const where = { accountId: team.account.id, role: "owner" };
    return (await database().read.user.findMany({ where })).map(({ id }) => id);
  };
  expect(await roles()).toEqual([team.owner.id]);
  const { cookie } = await seedSession(team.owner.id);
  expect((await callApi("PUT", path, { cookie, body })).status).toBe(200);
  expect(await roles()).toEqual([team.admin.id]);
});

test("another owner's token does not demote an owner", async () => {
  const second = await seedMember(team.account, { role: "owner" });
  const body = { role: "user", auto_groups: [] };
  const answer = await callApi("PUT", `/api/users/${second.id}`, { token: team.owner.token, body });
  expect(answer).toMatchObject({ status: 403, body: { message: expect.stringContaining(REASON) } });
});

test("only a session enables or disables the setting", async () => {
  const { token } = team.owner;
  expect((await settingsOf()).access_tokens_manage_account).toBe(false);
  const on = { peer_login_expiration: 86_400, access_tokens_manage_account: true };
  expect(await put(on, { token })).toMatchObject({ status: 403, body: { message: ALWAYS } });
  expect((await settingsOf()).access_tokens_manage_account).toBe(false);
  await allow(true);
  // What Terraform sends: every setting that it knows.
  expect((await put({ peer_login_expiration: 86_400 }, { token })).status).toBe(200);
  expect((await settingsOf()).access_tokens_manage_account).toBe(true);
  expect((await put({ ...on, access_tokens_manage_account: false }, { token })).status).toBe(403);
  expect((await settingsOf()).access_tokens_manage_account).toBe(true);
  await allow(false);
  expect((await settingsOf()).access_tokens_manage_account).toBe(false);
});

test.each([
  ["personal_access_tokens_enabled", false],
  ["access_token_max_days", 30],
  ["service_token_max_days", 1000],
  ["access_token_max_per_user", 7],
  ["access_review_days", 30],
])(
  "a token changes no setting of tokens, %s, even if it manages the account",
  async (name, value) => {
    await allow(true);
    const { token } = team.owner;
    const least = { peer_login_expiration: 86_400 };
    const refused = await put({ ...least, dns_domain: "new.example", [name]: value }, { token });
    expect(refused).toMatchObject({
      status: 403,
      body: { message: REFUSALS.session_settings.wire },
    });
    const before = await settingsOf();
    expect(before.dns_domain).not.toBe("new.example");
    // Sent as they are, or left out, they do not matter.
    const { peer_expose_groups: _p, ipv6_enabled_groups: _i, extra: _e, ...whole } = before;
    for (const settings of [whole, least])
      expect((await put(settings, { token })).status).toBe(200);
    const { cookie } = await seedSession(team.owner.id);
    expect((await put({ ...least, [name]: value }, { cookie })).status).toBe(200);
    expect((await settingsOf())[name]).toBe(value);
  },
);

test("only an owner's session changes how long tokens of service users live", async () => {
  const least = { peer_login_expiration: 86_400 };
  const [byOwner, byAdmin] = [await seedSession(team.owner.id), await seedSession(team.admin.id)];
  for (const service_token_max_days of [1000, 30, null]) {
    expect(await put({ ...least, service_token_max_days }, byAdmin)).toMatchObject({
      status: 403,
      body: { message: REFUSALS.owner_lifetimes.wire },
    });
    expect((await put({ ...least, service_token_max_days }, byOwner)).status).toBe(200);
    expect((await settingsOf()).service_token_max_days).toBe(service_token_max_days);
    // What the admin sends back as it was read changes nothing.
    expect((await put({ ...least, service_token_max_days }, byAdmin)).status).toBe(200);
  }
});

test("only an owner's session enables the setting, not an admin created by a stolen token", async () => {
  const { cookie } = await seedSession(team.admin.id);
  const on = { peer_login_expiration: 86_400, access_tokens_manage_account: true };
  expect(await put(on, { cookie })).toMatchObject({
    status: 403,
    body: { message: REFUSALS.owner_allows_tokens.wire },
  });
  expect((await settingsOf()).access_tokens_manage_account).toBe(false);
});

const passwords = (old_password: string) => ({ old_password, new_password: "a new battery 7" });
const change = (credential: object, old = "a wrong battery") =>
  callApi("PUT", `/api/users/${team.person.id}/password`, { ...credential, body: passwords(old) });

test("a setting that is disabled while a request waits applies to it", async () => {
  await allow(true);
  const hold = holdBcrypt();
  const changing = change({ token: team.person.token }, TEST_PASSWORD);
  await hold.waiting;
  const { id } = team.account;
  await database().write((tx) => tx.account.update({ where: { id }, data: { settings: {} } }));
  hold.release();
  expect(await changing).toMatchObject({ status: 403, body: { message: REASON } });
});

test("wrong passwords from a token or another session do not count against the user's own", async () => {
  await allow(true);
  const stolen = await seedSession(team.person.id);
  const sibling = await seedToken(team.person.id);
  for (let count = 0; count < 10; count += 1) {
    expect((await change({ token: team.person.token })).status).toBe(422);
    expect((await change({ cookie: stolen.cookie })).status).toBe(422);
  }
  expect((await change({ token: team.person.token }, TEST_PASSWORD)).status).toBe(429);
  // A second token of the same owner gets no ten further guesses.
  expect((await change({ token: sibling.text }, TEST_PASSWORD)).status).toBe(429);
  expect((await change({ cookie: stolen.cookie }, TEST_PASSWORD)).status).toBe(429);
  const { cookie } = await seedSession(team.person.id);
  expect((await change({ cookie }, TEST_PASSWORD)).status).toBe(200);
});

test("wrong current passwords are recorded, in fewer events than guesses", async () => {
  for (let round = 0; round < 3; round += 1) {
    const { cookie } = await seedSession(team.person.id);
    for (let count = 0; count < 8; count += 1) await change({ cookie });
  }
  await flushWrites();
  const events = await database().read.auditEvent.findMany({
    where: { activityCode: "user.password.change.failed", targetId: team.person.id },
    orderBy: { id: "asc" },
  });
  const attempts = events.map(({ meta }) => Number((meta as Record<string, string>).attempts));
  expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20]);
  expect(events[0]).toMatchObject({ initiatorId: team.person.id });
  expect(JSON.stringify(events)).not.toContain("battery");
});
