import { beforeAll, expect, test } from "vitest";
import type { Role } from "#lib/contract/fields.ts";
import { database } from "#lib/db/database.ts";
import { type ApiResponse, callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { accept, INVITED_PASSWORD, inviteAs, newEmail } from "#lib/dev/testing/invites.ts";
import {
  seedGroup,
  seedSession,
  seedToken,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";

/*
 * Every route to more rights: each is tried with every credential, and afterwards every user's role
 * is compared.
 */

const ROLES: Role[] = ["owner", "admin", "network_admin", "auditor", "billing_admin", "user"];
const STATES = { active: {}, blocked: { isBlocked: true }, pending: { pendingApproval: true } };
type State = keyof typeof STATES | "expired";

type Caller = { role: Role; isMachine: boolean; state: State };
/** Every role and kind, active or not; no service user can be owner. */
const CALLERS: Caller[] = ROLES.flatMap((role) =>
  [false, true].flatMap((isMachine) =>
    (["active", "blocked", "pending", "expired"] as const).map((state) => ({
      role,
      isMachine,
      state,
    })),
  ),
).filter(({ role, isMachine, state }) => role !== "owner" || (!isMachine && state === "expired"));

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

async function seedCaller({ role, isMachine, state }: Caller): Promise<Member> {
  const more = state === "expired" ? {} : STATES[state];
  const caller = await seedMember(team.account, { role, isServiceUser: isMachine, ...more });
  if (state !== "expired") return caller;
  const { text } = await seedToken(caller.id, { expiresAt: new Date(Date.now() - 1000) });
  return { ...caller, token: text };
}

/** Every right to gain: roles, states, passwords, tokens, settings, invites. */
async function powers() {
  const users = await database().read.user.findMany({
    select: { id: true, role: true, isBlocked: true, pendingApproval: true, passwordHash: true },
    orderBy: { id: "asc" },
  });
  const tokens = await database().read.token.findMany({
    select: { id: true, userId: true },
    orderBy: { id: "asc" },
  });
  const { settings } = await database().read.account.findFirstOrThrow();
  const invites = await database().read.invite.findMany({ orderBy: { id: "asc" } });
  return { users, tokens, settings, invites, groups: await database().read.group.count() };
}

type Attempt = (caller: Member) => Promise<ApiResponse>;
const as =
  (method: "POST" | "PUT" | "DELETE", path: string | ((caller: Member) => string), body?: object) =>
  (caller: Member) =>
    callApi(method, typeof path === "string" ? path : path(caller), {
      token: caller.token,
      ...(body ? { body } : {}),
    });

const put = (id: string | ((caller: Member) => string), body: object) =>
  as("PUT", (caller) => `/api/users/${typeof id === "string" ? id : id(caller)}`, {
    auto_groups: [],
    ...body,
  });
const everyRole = (attempt: (role: string) => [string, Attempt]) =>
  [...ROLES, "Owner", "ADMIN", "root", ""].map(attempt);
const self = (caller: Member) => caller.id;
const wanted = { name: "t", expires_in: 1 };

/** What requires admin power: none of it succeeds for other callers. */
const NEED_ADMIN = (): [string, Attempt][] => [
  ...everyRole((role) => [
    `creates a service user ${role}`,
    as("POST", "/api/users", { name: "m", role, is_service_user: true }),
  ]),
  ...everyRole((role) => [
    `creates a person ${role}`,
    as("POST", "/api/users", { name: "p", email: newEmail(), role }),
  ]),
  ...everyRole((role) => [
    `invites a person ${role}`,
    as("POST", "/api/users/invites", { email: newEmail(), name: "p", role }),
  ]),
  ...everyRole((role) => [
    `gives itself the role ${role || "nothing"}`,
    put(self, { role: role || "none" }),
  ]),
  ...everyRole((role) => [`makes another ${role}`, put(team.person.id, { role })]),
  ...everyRole((role) => [`makes a service user ${role}`, put(team.reader.id, { role })]),
  ["unblocks itself", put(self, { role: "user", is_blocked: false })],
  ["demotes the owner", put(team.owner.id, { role: "user" })],
  ["blocks the owner", put(team.owner.id, { role: "owner", is_blocked: true })],
  ["approves itself", as("POST", (caller) => `/api/users/${caller.id}/approve`)],
  ["deletes the owner", as("DELETE", `/api/users/${team.owner.id}`)],
  ["rejects the owner", as("DELETE", `/api/users/${team.owner.id}/reject`)],
  ...[team.owner, team.admin, team.person, team.machine].map(({ id, role }): [string, Attempt] => [
    `makes a token for another ${role}`,
    as("POST", `/api/users/${id}/tokens`, wanted),
  ]),
  [
    "revokes the owner's token",
    as("DELETE", `/api/users/${team.owner.id}/tokens/${team.owner.tokenId}`),
  ],
  ["revokes an admin's token", as("POST", "/api/tokens/revoke", { ids: [team.admin.tokenId] })],
  ["revokes all tokens", as("POST", "/api/tokens/revoke", { filter: { user_id: team.owner.id } })],
  [
    "sets another's password",
    as("PUT", `/api/users/${team.owner.id}/password`, {
      old_password: TEST_PASSWORD,
      new_password: `${TEST_PASSWORD} 2`,
    }),
  ],
  [
    "changes the settings",
    as("PUT", `/api/accounts/${team.account.id}`, { settings: { peer_login_expiration: 7200 } }),
  ],
  ["deletes the account", as("DELETE", `/api/accounts/${team.account.id}`)],
  [
    "sets up a second owner",
    as("POST", "/api/setup", {
      email: newEmail(),
      name: "o",
      password: TEST_PASSWORD,
      create_pat: true,
    }),
  ],
];

const weak = CALLERS.filter(({ role, state }) => role !== "admin" || state !== "active");

test.each(weak)(
  "$role (service user: $isMachine), $state, gains nothing by any operation",
  async (caller) => {
    const member = await seedCaller(caller);
    const before = await powers();
    for (const [what, attempt] of NEED_ADMIN()) {
      const { status, body } = await attempt(member);
      const label = `${what}: ${JSON.stringify(body)}`;
      // A revocation by filter that matches none of the caller's tokens succeeds and does nothing.
      if (what === "revokes all tokens" && status === 200) expect(body.deleted, label).toBe(0);
      else expect([401, 403, 404, 412, 422], label).toContain(status);
    }
    expect(await powers()).toEqual(before);
  },
);

test.each(weak)(
  "$role (service user: $isMachine), $state, creates no token with more rights than its owner",
  async (caller) => {
    const member = await seedCaller(caller);
    const made = await as("POST", `/api/users/${member.id}/tokens`, wanted)(member);
    const mayOwn =
      caller.state === "active" && (!caller.isMachine || caller.role === "network_admin");
    expect(made.status).toBe(mayOwn ? 200 : caller.state === "expired" ? 401 : 403);
    if (!mayOwn) return;
    const before = await powers();
    const next = { ...member, token: made.body.plain_token };
    for (const [what, attempt] of NEED_ADMIN()) {
      const { status, body } = await attempt(next);
      if (status === 200) expect(body.deleted, what).toBe(0);
    }
    expect(await powers()).toEqual(before);
  },
);

const owners = async () => {
  const rows = await database().read.user.findMany({ where: { role: "owner" } });
  return rows.map(({ id }) => id);
};

test.each([false, true])(
  "an admin (service user: %s) becomes owner by no operation and through no identity they create",
  async (isServiceUser) => {
    team = await seedTeam();
    const admin = await seedMember(team.account, { role: "admin", isServiceUser });
    const before = await owners();
    const identities: Member[] = [admin];
    const machine = await as("POST", "/api/users", {
      name: "m",
      role: "admin",
      is_service_user: true,
    })(admin);
    const token = await as("POST", `/api/users/${machine.body.id}/tokens`, wanted)(admin);
    identities.push({ ...admin, id: machine.body.id, token: token.body.plain_token });
    const invite = await inviteAs(admin.token, { role: "admin" });
    expect((await accept(invite.token, { password: INVITED_PASSWORD, role: "owner" })).status).toBe(
      200,
    );
    const joined = await database().read.user.findUniqueOrThrow({
      where: { emailKey: invite.email.toLowerCase() },
    });
    identities.push({ ...admin, id: joined.id, token: (await seedToken(joined.id)).text });
    const toOwner = NEED_ADMIN().filter(([what]) => /owner|account/i.test(what));
    expect(toOwner.length).toBeGreaterThan(8);
    for (const identity of identities) {
      for (const [what, attempt] of toOwner) {
        // An admin may revoke an owner's tokens but not create one.
        if (/owner's token|settings/.test(what)) continue;
        const { status, body } = await attempt(identity);
        expect([403, 404, 412, 422], `${what}: ${JSON.stringify(body)}`).toContain(status);
      }
      const target = identity === admin ? machine.body.id : admin.id;
      const promoted = await put(target, { role: "owner" })(identity);
      expect(promoted.status).toBe(403);
    }
    expect(await owners()).toEqual(before);
  },
);

test("after a transfer of the ownership the old owner has admin rights with every credential", async () => {
  const elsewhere = await seedTeam();
  const { owner, admin } = elsewhere;
  const second = await seedToken(owner.id);
  const { cookie } = await seedSession(owner.id);
  const body = { role: "owner", auto_groups: [] };
  expect((await callApi("PUT", `/api/users/${admin.id}`, { cookie, body })).status).toBe(200);
  for (const token of [owner.token, second.text]) {
    const before = { ...owner, token };
    expect((await put(owner.id, { role: "owner" })(before)).status).toBe(403);
    expect((await put(elsewhere.person.id, { role: "owner" })(before)).status).toBe(403);
    expect((await put(admin.id, { role: "admin" })(before)).status).toBe(403);
    const path = `/api/accounts/${elsewhere.account.id}`;
    expect((await callApi("DELETE", path, { token })).status).toBe(403);
  }
  const rows = await database().read.user.findMany({
    where: { accountId: elsewhere.account.id, role: "owner" },
  });
  expect(rows.map(({ id }) => id)).toEqual([admin.id]);
});

test("a demotion applies to every token and to repeated requests", async () => {
  const elsewhere = await seedTeam();
  const { owner, admin } = elsewhere;
  const body = { name: "m", role: "admin", is_service_user: true };
  const send = (key: string) =>
    callApi("POST", "/api/users", {
      token: admin.token,
      body,
      headers: { "idempotency-key": key },
    });
  const made = await send("k");
  expect(made.status).toBe(200);
  const invite = await inviteAs(admin.token, { role: "admin" });
  expect((await put(admin.id, { role: "network_admin" })(owner)).status).toBe(200);
  expect([403, 409]).toContain((await send("k")).status);
  expect((await send("k2")).status).toBe(403);
  expect((await accept(invite.token)).status).toBe(422);
  const id = made.body.id;
  expect((await as("POST", `/api/users/${id}/tokens`, wanted)(admin)).status).toBe(403);
  expect((await put(id, { role: "admin" })(admin)).status).toBe(403);
});

test("another user's Idempotency-Key reveals nothing", async () => {
  const elsewhere = await seedTeam();
  const body = { name: "m", role: "user", is_service_user: true };
  const headers = { "idempotency-key": "shared" };
  const send = (token: string) => callApi("POST", "/api/users", { token, body, headers });
  const made = await send(elsewhere.admin.token);
  const others = await send(elsewhere.networkAdmin.token);
  expect(others.status).toBe(403);
  expect(JSON.stringify(others.body)).not.toContain(made.body.id);
  const own = await send(elsewhere.machine.token);
  expect(own.status).toBe(200);
  expect(own.body.id).not.toBe(made.body.id);
});

test("a network admin's grants on groups change no role", async () => {
  const caller = await seedMember(team.account, { role: "network_admin" });
  const groupId = await seedGroup(team.account);
  const before = await powers();
  expect(
    (await as("PUT", `/api/groups/${groupId}`, { name: "owner", peers: [caller.id] })(caller))
      .status,
  ).toBe(200);
  expect((await powers()).users).toEqual(before.users);
});

test("after the account's deletion no old credential and no visitor becomes owner without the code", async () => {
  await freshDatabase();
  team = await seedTeam();
  const path = `/api/accounts/${team.account.id}`;
  const { cookie } = await seedSession(team.owner.id);
  expect((await callApi("DELETE", path, { cookie })).status).toBe(200);
  const body = { email: newEmail(), name: "o", password: TEST_PASSWORD };
  for (const { token } of [team.owner, team.admin, team.machine]) {
    expect((await callApi("GET", "/api/users", { token })).status).toBe(401);
    expect((await callApi("POST", "/api/setup", { token, body })).status).toBe(422);
  }
  for (const setup_code of ["AAAAA-AAAAA-AAAAA-AAAAA", "0", "null"]) {
    const answer = await callApi("POST", "/api/setup", { body: { ...body, setup_code } });
    expect(answer.status).toBe(403);
  }
  expect(await owners()).toEqual([]);
});
