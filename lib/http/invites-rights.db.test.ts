import { beforeAll, expect, test } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { dummyHash } from "#lib/crypto/stored-hash.ts";
import { newVerificationCache } from "#lib/crypto/verification-cache.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdBcrypt } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { accept, inviteAs, newEmail, type SeededInvite, visit } from "#lib/dev/testing/invites.ts";
import { useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const asOwner = () => ({ token: team.owner.token });
const newAdmin = () => seedMember(team.account, { role: "admin" });
const REFUSED = { status: 403, body: { message: "permission denied" } };

test.each(["networkAdmin", "auditor", "billingAdmin", "person", "reader"] as const)(
  "%s gets 403 on creating, resending and deleting invites, existing or not",
  async (who) => {
    const { token } = team[who];
    const { id, token: link } = await inviteAs(team.owner.token);
    const body = { email: newEmail(), name: "x", role: "user" };
    expect(await callApi("POST", "/api/users/invites", { token, body })).toMatchObject(REFUSED);
    for (const invite of [id, "nosuchinvite"]) {
      const path = `/api/users/invites/${invite}`;
      expect(await callApi("POST", `${path}/regenerate`, { token })).toMatchObject(REFUSED);
      expect(await callApi("DELETE", path, { token })).toMatchObject(REFUSED);
    }
    expect((await visit(link)).status).toBe(200);
  },
);

test.each([
  ["networkAdmin", 200],
  ["auditor", 200],
  ["reader", 200],
  ["billingAdmin", 403],
  ["person", 403],
] as const)("the list of invites for %s is %s", async (who, status) => {
  const { token } = team[who];
  expect((await callApi("GET", "/api/users/invites", { token })).status).toBe(status);
});

test("no invite creates an owner, in any letter case", async () => {
  for (const who of ["owner", "admin", "machine"] as const) {
    for (const role of ["owner", "OWNER", "Owner"]) {
      const body = { email: newEmail(), name: "x", role };
      const { token } = team[who];
      const answer = await callApi("POST", "/api/users/invites", { token, body });
      expect(answer.status).toBe(422);
    }
  }
  expect(await database().read.invite.count({ where: { role: "owner" } })).toBe(0);
});

test("accepting an invite sets only the password", async () => {
  const { token, email } = await inviteAs(team.owner.token);
  const chosen = { role: "owner", email: "other@example.test", name: "other", auto_groups: ["g"] };
  const answer = await accept(token, { password: "Correct-horse-1", ...chosen, is_blocked: true });
  expect(answer.status).toBe(200);
  const row = await database().read.user.findUniqueOrThrow({
    where: { emailKey: email.toLowerCase() },
    include: { memberships: true },
  });
  expect(row).toMatchObject({ role: "user", name: "Invited", email, isBlocked: false });
  expect(row.memberships).toEqual([]);
});

async function expectVoid({ id, token }: SeededInvite): Promise<void> {
  expect(await visit(token)).toMatchObject({ status: 200, body: { valid: false } });
  const users = await database().read.user.count();
  expect(await accept(token)).toMatchObject({
    status: 422,
    body: { message: "invite is void: its inviter may no longer invite" },
  });
  expect(await database().read.user.count()).toBe(users);
  const listed = await callApi("GET", "/api/users/invites", asOwner());
  const mine = listed.body.find((one: { id: string }) => one.id === id);
  expect(mine).toMatchObject({ expired: false, valid: false });
}

const put = (id: string, body: object) =>
  callApi("PUT", `/api/users/${id}`, { ...asOwner(), body: { auto_groups: [], ...body } });

test.each<[string, (inviter: Member) => Promise<unknown>]>([
  ["demoted", ({ id }) => put(id, { role: "network_admin" })],
  ["blocked", ({ id }) => put(id, { role: "admin", is_blocked: true })],
  ["deleted", ({ id }) => callApi("DELETE", `/api/users/${id}`, asOwner())],
])("invites of a user who was %s are void until another user resends them", async (_, end) => {
  const inviter = await newAdmin();
  const invite = await inviteAs(inviter.token, { role: "admin" });
  await end(inviter);
  await expectVoid(invite);
  const path = `/api/users/invites/${invite.id}/regenerate`;
  const made = await callApi("POST", path, asOwner());
  expect((await visit(made.body.invite_token)).body).toMatchObject({
    valid: true,
    invited_by: team.owner.name,
  });
  expect((await accept(made.body.invite_token)).status).toBe(200);
});

test("a service user's invites end with it; those of an owner who became admin still work", async () => {
  const machine = await seedMember(team.account, { role: "admin", isServiceUser: true });
  const ofMachine = await inviteAs(machine.token);
  await callApi("DELETE", `/api/users/${machine.id}`, asOwner());
  await expectVoid(ofMachine);
  const elsewhere = await seedTeam();
  const ofOwner = await inviteAs(elsewhere.owner.token, { role: "admin" });
  const { token } = elsewhere.owner;
  const body = { role: "owner", auto_groups: [] };
  await callApi("PUT", `/api/users/${elsewhere.admin.id}`, { token, body });
  expect((await accept(ofOwner.token)).status).toBe(200);
});

test("an acceptance creates no user if the inviter is demoted before it is stored", async () => {
  const inviter = await newAdmin();
  const { token, email } = await inviteAs(inviter.token, { role: "admin" });
  expect((await visit(token)).status).toBe(200);
  const hold = holdBcrypt();
  const accepted = accept(token);
  await hold.waiting;
  await put(inviter.id, { role: "user" });
  hold.release();
  expect((await accepted).status).toBe(422);
  const where = { emailKey: email.toLowerCase() };
  expect(await database().read.user.count({ where })).toBe(0);
});

test.each([
  ["new", () => "/api/users/invites"],
  ["renewed", (id: string) => `/api/users/invites/${id}/regenerate`],
])("a demotion during the creation of a %s link creates none", async (_, pathOf) => {
  const inviter = await newAdmin();
  const { id, token: link } = await inviteAs(team.owner.token);
  const { token } = inviter;
  expect((await callApi("GET", "/api/users/invites", { token })).status).toBe(200);
  const before = await database().read.invite.findMany();
  const hold = holdBcrypt();
  const body = { email: newEmail(), name: "x", role: "admin" };
  const asked = callApi("POST", pathOf(id), { token, body });
  await hold.waiting;
  await put(inviter.id, { role: "user" });
  hold.release();
  expect(await asked).toMatchObject(REFUSED);
  expect(await database().read.invite.findMany()).toEqual(before);
  expect((await visit(link)).status).toBe(200);
});

test("a link that is replaced during its verification is refused", async () => {
  const { id, token } = await inviteAs(team.owner.token);
  // The creator of the link left a proof behind.
  replaceGlobalSingleton("proofs", newVerificationCache());
  const hold = holdBcrypt();
  const asked = [visit(token), accept(token)];
  await hold.waiting;
  const hash = dummyHash(4);
  await database().write((tx) => tx.invite.update({ where: { id }, data: { hash } }));
  hold.release();
  for (const answer of await Promise.all(asked)) {
    expect(answer).toMatchObject({ status: 404, body: { message: "user invite not found" } });
  }
});

test("another account's invites are unknown", async () => {
  const elsewhere = await seedTeam();
  const { id, token: link } = await inviteAs(elsewhere.owner.token);
  const path = `/api/users/invites/${id}`;
  expect((await callApi("POST", `${path}/regenerate`, asOwner())).status).toBe(404);
  expect((await callApi("DELETE", path, asOwner())).status).toBe(404);
  const listed = await callApi("GET", "/api/users/invites", asOwner());
  expect(listed.body.map((one: { id: string }) => one.id)).not.toContain(id);
  expect((await visit(link)).status).toBe(200);
});

test("another origin cannot accept an invite in a user's browser", async () => {
  const { token } = await inviteAs(team.owner.token);
  const body = { password: "Correct-horse-1" };
  for (const headers of [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://elsewhere.example" },
  ]) {
    const answer = await callApi("POST", `/api/users/invites/${token}/accept`, { body, headers });
    expect(answer.status, JSON.stringify(headers)).toBe(403);
  }
  expect((await accept(token)).status).toBe(200);
});

test("an invite's token is not a credential", async () => {
  const { token } = await inviteAs(team.owner.token, { role: "admin" });
  const answer = await callApi("GET", "/api/users", { token });
  expect(answer).toMatchObject({ status: 401, body: { message: "token invalid" } });
});

test("blocked and pending users reach no operation of invites", async () => {
  for (const state of [{ isBlocked: true }, { pendingApproval: true }]) {
    const { token } = await seedMember(team.account, { role: "admin", ...state });
    expect((await callApi("GET", "/api/users/invites", { token })).status).toBe(403);
    expect((await callApi("DELETE", "/api/users/invites/x", { token })).status).toBe(403);
  }
});
