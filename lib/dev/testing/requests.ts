import type { OperationId } from "#lib/contract/routes.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database } from "#lib/db/database.ts";
import { createResetOnServer } from "#lib/services/resets/create-reset.ts";
import { publicSessionId } from "#lib/services/sessions/session-id.ts";
import { INVITED_PASSWORD, inviteAs, newEmail } from "./invites.ts";
import { seedService } from "./protected-services.ts";
import { seedGroup, seedSession, seedToken, seedUser, TEST_PASSWORD } from "./seed.ts";
import { seedMember, type Team } from "./team.ts";

/** The input of an operation for the owner, or for the user of the given token. */
export type Sample = {
  params: Record<string, string>;
  body?: Record<string, unknown>;
  token?: string;
};

const newMachine = async (team: Team) =>
  (await seedUser(team.account, { role: "user", isServiceUser: true })).id;
const newWaiting = async ({ account }: Team) =>
  (await seedUser(account, { role: "user", isBlocked: true, pendingApproval: true })).id;
const ofMachine = async (team: Team) => {
  const userId = await newMachine(team);
  return { userId, tokenId: (await seedToken(userId)).id };
};
const nothing = () => ({ params: {} });
const aGroup = async ({ account }: Team) => ({ groupId: await seedGroup(account) });
const anInvite = async ({ machine }: Team) => inviteAs(machine.token);

const aService = async ({ account }: Team) => ({
  serviceId: await seedService(account, { slug: `s-${newXid()}` }),
});

/** A body with every field but the slug. */
const SERVICE = {
  ...{ description: "the wiki", roles: ["user"], groups: [], methods: ["GET"] },
  ...{ headers: "x-original", also_accepts: ["all"], challenge: "basic" },
};

/** A finished revocation of the account; returns its ID. */
async function aRevocation({ account, owner }: Team): Promise<string> {
  const now = new Date();
  const { id } = await database().write((tx) =>
    tx.tokenRevocation.create({
      data: {
        ...{ id: newXid(), accountId: account.id, createdBy: owner.id, createdAt: now },
        ...{ address: "127.0.0.1", userAgent: "test", requestId: "test", filter: { all: true } },
        ...{ state: "done", matched: 0, heldUntil: now, finishedAt: now },
      },
    }),
  );
  return id;
}

/** A successful request of the owner for every operation except `instance.setup`. */
export const SAMPLES: Record<OperationId, (team: Team) => Sample | Promise<Sample>> = {
  "instance.status": nothing,
  "instance.version": nothing,
  // 412 once there is an owner.
  "instance.setup": () => ({
    params: {},
    body: {
      email: newEmail(),
      name: "o",
      password: TEST_PASSWORD,
      create_pat: true,
      pat_expire_in: 1,
      setup_code: "",
    },
  }),
  "users.list": nothing,
  "users.create": () => ({
    params: {},
    body: { email: newEmail(), name: "p", role: "user", auto_groups: [], is_service_user: false },
  }),
  "users.current": nothing,
  "users.get": async (team) => ({ params: { userId: await newMachine(team) } }),
  // A service user reads everything: a token with one scope may not change it.
  "users.update": async ({ account }) => ({
    params: { userId: (await seedUser(account, { role: "user" })).id },
    body: { role: "user", auto_groups: [], is_blocked: false, name: "m" },
  }),
  "users.delete": async (team) => ({ params: { userId: await newMachine(team) } }),
  // Always 412, or 404 for a service user: an existing user has accepted.
  "users.invite": ({ person }) => ({ params: { userId: person.id } }),
  "users.approve": async (team) => ({ params: { userId: await newWaiting(team) } }),
  "users.reject": async (team) => ({ params: { userId: await newWaiting(team) } }),
  "users.changePassword": async ({ account }) => {
    const { id, token } = await seedMember(account, { role: "user" });
    const body = { old_password: TEST_PASSWORD, new_password: `${TEST_PASSWORD} 2` };
    return { params: { userId: id }, body, token };
  },
  "reviews.list": nothing,
  "reviews.export": nothing,
  "reviews.confirm": async (team) => ({ params: { userId: await newMachine(team) } }),
  "invites.list": nothing,
  "invites.create": () => ({
    params: {},
    body: { email: newEmail(), name: "i", role: "user", auto_groups: [], expires_in: 3600 },
  }),
  "invites.delete": async (team) => ({ params: { invite: (await anInvite(team)).id } }),
  "invites.regenerate": async (team) => ({
    params: { invite: (await anInvite(team)).id },
    body: { expires_in: 3600 },
  }),
  "invites.get": async (team) => ({ params: { invite: (await anInvite(team)).token } }),
  "invites.accept": async (team) => ({
    params: { invite: (await anInvite(team)).token },
    body: { password: INVITED_PASSWORD },
  }),
  "tokens.list": async (team) => ({ params: { userId: await newMachine(team) } }),
  "tokens.create": async (team) => ({
    params: { userId: await newMachine(team) },
    body: { name: "t", expires_in: 1 },
  }),
  "tokens.get": async (team) => ({ params: await ofMachine(team) }),
  "tokens.delete": async (team) => ({ params: await ofMachine(team) }),
  "tokens.disable": async (team) => ({ params: await ofMachine(team) }),
  // Enabling is creating: a token with one scope enables one that has none.
  "tokens.enable": async (team) => {
    const userId = await newMachine(team);
    return { params: { userId, tokenId: (await seedToken(userId, { scopes: [] })).id } };
  },
  "tokens.describe": async (team) => ({
    params: await ofMachine(team),
    body: { description: "nightly backup" },
  }),
  "tokens.narrow": async (team) => ({
    params: await ofMachine(team),
    body: { scopes: ["groups:read"] },
  }),
  // Without rights, so that a caller with the least scopes may.
  "tokens.rotate": async (team) => {
    const userId = await newMachine(team);
    const { id: tokenId } = await seedToken(userId, { scopes: [] });
    return { params: { userId, tokenId }, body: { activate: "now", expires_in: 1 } };
  },
  "tokens.usage": async (team) => ({ params: await ofMachine(team) }),
  "tokens.networks": async (team) => ({ params: { userId: await newMachine(team) } }),
  "tokens.self.get": nothing,
  "tokens.self.delete": async ({ account }) => {
    const { token } = await seedMember(account, { role: "owner" });
    return { params: {}, token };
  },
  "tokens.advice": async (team) => ({ params: await ofMachine(team) }),
  "tokens.self.rotate": async ({ account }) => {
    const { token } = await seedMember(account, { role: "owner" });
    return { params: {}, body: {}, token };
  },
  "tokens.inventory": nothing,
  "tokens.summary": nothing,
  "tokens.usageByDay": nothing,
  "tokens.ranking": nothing,
  "tokens.export": nothing,
  "tokens.revoke": async (team) => ({
    params: {},
    body: { ids: [(await ofMachine(team)).tokenId] },
  }),
  "tokens.revocations.start": async (team) => ({
    params: {},
    body: { filter: { user_id: (await ofMachine(team)).userId } },
  }),
  "tokens.revocations.get": async (team) => ({
    params: { revocationId: await aRevocation(team) },
  }),
  "sessions.prove": () => ({ params: {}, body: { password: TEST_PASSWORD } }),
  "resets.create": ({ person }) => ({ params: { userId: person.id } }),
  "resets.get": async (team) => ({ params: { reset: await aReset(team) } }),
  "resets.accept": async (team) => ({
    params: { reset: await aReset(team) },
    body: { password: INVITED_PASSWORD },
  }),
  "tokens.reportLeak": async (team) => {
    const { text } = await seedToken(await newMachine(team));
    return { params: {}, body: { tokens: [text], source: "ci", url: "" } };
  },
  "introspection.check": async (team) => {
    const { text } = await seedToken(await newMachine(team));
    return { params: {}, body: { token: text, token_type_hint: "access_token" } };
  },
  "sessions.list": ({ owner }) => ({ params: { userId: owner.id } }),
  "sessions.endAll": async ({ person }) => {
    await seedSession(person.id);
    return { params: { userId: person.id } };
  },
  "sessions.end": async ({ owner }) => {
    const { id } = await seedSession(owner.id);
    return { params: { userId: owner.id, sessionId: publicSessionId(id) } };
  },
  "events.list": nothing,
  "events.listAtOldPath": nothing,
  "events.daily": nothing,
  "events.export": nothing,
  "groups.list": nothing,
  "groups.create": () => ({ params: {}, body: { name: newEmail(), peers: [], resources: [] } }),
  "groups.get": async (team) => ({ params: await aGroup(team) }),
  "groups.update": async (team) => ({
    params: await aGroup(team),
    body: { name: newEmail(), peers: [], resources: [] },
  }),
  "groups.delete": async (team) => ({ params: await aGroup(team) }),
  "protected_services.list": nothing,
  "protected_services.create": () => ({
    params: {},
    body: { slug: `s-${newXid()}`, ...SERVICE },
  }),
  "protected_services.get": async (team) => ({ params: await aService(team) }),
  "protected_services.update": async (team) => ({ params: await aService(team), body: SERVICE }),
  "protected_services.delete": async (team) => ({ params: await aService(team) }),
  "accounts.list": nothing,
  "accounts.update": ({ account }) => ({
    params: { accountId: account.id },
    body: { settings: { peer_login_expiration: 86_400 }, onboarding: {} },
  }),
  "accounts.delete": ({ account }) => ({ params: { accountId: account.id } }),
  "roost.events.list": nothing,
  "roost.events.daily": nothing,
  "roost.events.export": nothing,
  "roost.settings.get": nothing,
  "roost.settings.update": () => ({ params: {}, body: { user_approval_required: false } }),
  "openapi.get": nothing,
  "health.live": nothing,
  "health.ready": nothing,
  "health.summary": nothing,
};

async function aReset({ person }: Team): Promise<string> {
  const made = await createResetOnServer(person.email);
  if (typeof made === "string") throw new Error(made);
  return made.resetToken;
}

/** The URL of an operation with these path parameters. */
export const pathOf = (path: string, params: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ""));
