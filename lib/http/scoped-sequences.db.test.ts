import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { ROLES, type Role } from "#lib/contract/fields.ts";
import { database } from "#lib/db/database.ts";
import { type ApiResponse, callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { inviteAs, newAddress, newEmail } from "#lib/dev/testing/invites.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import {
  seedGroup,
  seedToken,
  seedUser,
  type UserSeed,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { grantsByModule, MODULES, VERBS } from "#lib/policy/matrix.ts";
import { covers, KNOWN_SCOPES, type Scopes, scopesIn } from "#lib/policy/scopes.ts";

/*
 * Random calls by a token with scopes and by all tokens that it makes. Afterwards every row that
 * they made or changed is compared with the rights of the first token, computed here again.
 */

const RUNS = 40;
const SEQUENCE = { minLength: 15, maxLength: 30 };
/** Runs stop at this time, so that they pass on a busy machine too. */
const TIME_MS = 20_000;

type Holder = { role: string; isServiceUser: boolean; scopes: Scopes };
function rightsOf({ role, isServiceUser, scopes }: Holder): string[] {
  const byRole = grantsByModule({ role: role as Role, isServiceUser });
  return MODULES.flatMap((module) =>
    VERBS.filter((verb) => byRole[module]?.[verb] === true && covers(scopes, { module, verb })).map(
      (verb) => `${module}:${verb}`,
    ),
  );
}

const SCOPES = KNOWN_SCOPES.filter((scope) => /^(all|pats|users|groups|settings|self)/.test(scope));
const someScopes = fc.subarray([...SCOPES, "service:ops", "service:audit"], { maxLength: 8 });
const root = fc.record({
  who: fc.constantFrom("owner", "admin", "machine", "networkAdmin"),
  // Most can do something that matters.
  scopes: fc.oneof(
    someScopes,
    someScopes.map((some) => [...some, "pats:write", "users:write"]),
    fc.constantFrom<string[][]>(
      ["all"],
      ["users:write", "all:read", "pats:create"],
      ["users:write", "groups:update", "all:read", "service:audit"],
      ["users:write", "groups:update", "pats:create", "service:ops"],
    ),
  ),
});
const command = fc.record({ what: fc.nat(), by: fc.nat(), one: fc.nat(), two: fc.nat() });
type Command = { what: number; by: number; one: number; two: number };

type Base = { team: Team; group: string };
/** `weak` is a user whom most tokens may change, and the target of half of the calls. */
type World = Base & { self: string; weak: string; tokens: string[] };
const pick = <T>(list: readonly T[], at: number): T => {
  const found = list[at % list.length];
  if (found === undefined) throw new Error("nothing to pick");
  return found;
};
/** Null stands for a body without scopes. */
const LISTS: (string[] | null)[] = [
  ...[null, [], ["pats:create"], ["users:write"], ["all:read"], ["all"], ["pats:write"]],
  ...[["users:read"], ["groups:update"], ["self:update"], ["users:create", "pats:create"]],
  ...[["service:ops"], ["users:write", "service:audit"]],
];

const target = ({ weak }: World, { one }: Command, { users }: Ids) =>
  one % 2 === 0 ? weak : pick(users, one);

type Call = { method: "POST" | "PUT" | "DELETE"; path: string; body?: object };
const newUser = ({ group }: World, { one, two }: Command) => ({
  ...{ role: pick(ROLES, one), name: "made", email: newEmail() },
  ...(two % 5 === 0 ? { auto_groups: [group] } : {}),
});

/** Every way to a credential, a user, an invite or a setting. */
const WAYS: ((world: World, given: Command, ids: Ids) => Call)[] = [
  (world, given, ids) => ({
    method: "POST",
    path: `/api/users/${given.one % 2 ? world.self : pick(ids.users, given.one)}/tokens`,
    body: { name: "made", expires_in: (given.two % 3) * 20 + 1, scopes: pick(LISTS, given.two) },
  }),
  (world, given) => ({
    method: "POST",
    path: "/api/users",
    body: { ...newUser(world, given), is_service_user: given.two % 2 === 0 },
  }),
  (world, given) => ({ method: "POST", path: "/api/users/invites", body: newUser(world, given) }),
  (world, given, ids) => ({
    method: "PUT",
    path: `/api/users/${target(world, given, ids)}`,
    body: {
      ...{ role: pick(ROLES, given.two), is_blocked: given.two % 7 === 0 },
      auto_groups: given.two % 5 === 0 ? [world.group] : [],
    },
  }),
  (_, { one }, { users }) => ({ method: "POST", path: `/api/users/${pick(users, one)}/approve` }),
  (_, { one }, { invites }) => ({
    method: "POST",
    path: `/api/users/invites/${pick(invites, one)}/regenerate`,
    body: {},
  }),
  (_, { one, two }, { tokens }) => ({
    method: "POST",
    path: `${pick(tokens, one)}/narrow`,
    body: { scopes: pick(LISTS, two) ?? [] },
  }),
  (_, { one, two }, { tokens }) => ({
    method: "POST",
    path: `${pick(tokens, one)}/${two % 2 === 0 ? "disable" : "enable"}`,
  }),
  (_, { one, two }, { tokens }) => ({
    method: "POST",
    path: `${pick(tokens, one)}/rotate`,
    body: { activate: two % 2 === 0 ? "now" : "first_use" },
  }),
  (_, { one }, { users }) => ({
    method: "POST",
    path: `/api/users/${pick(users, one)}/password-reset`,
  }),
  ({ team }, { two }) => ({
    method: "PUT",
    path: `/api/accounts/${team.account.id}`,
    body: {
      settings: {
        peer_login_expiration: 3600 + (two % 100),
        access_tokens_manage_account: two % 2 === 0,
        personal_access_tokens_enabled: two % 3 === 0,
      },
    },
  }),
];

type Ids = { users: string[]; invites: string[]; tokens: string[] };
type Rows = Awaited<ReturnType<typeof readRows>>;
async function readRows() {
  const { read } = database();
  const { settings } = await read.account.findFirstOrThrow();
  const { personalTokens, tokensManageAccount } = Object(settings);
  return {
    users: await read.user.findMany({ include: { memberships: true }, orderBy: { id: "asc" } }),
    tokens: await read.token.findMany({ orderBy: { id: "asc" } }),
    invites: await read.invite.findMany({ orderBy: { id: "asc" } }),
    resets: await read.passwordReset.count(),
    settings: { personalTokens, tokensManageAccount },
  };
}

/** What a change of a user, token or invite consists of; uses are written by themselves. */
const stateOf = (row: object) =>
  JSON.stringify({ ...row, lastUsedAt: 0, lastUsedIp: 0, lastUsedAgent: 0 });
function changed<Row extends { id: string }>(before: Row[], after: Row[]): Row[] {
  const known = new Map(before.map((row) => [row.id, stateOf(row)]));
  return after.filter((row) => known.get(row.id) !== stateOf(row));
}

/** Whose session may do what no scope allows. */
const signsInAsAdmin = ({ role, isServiceUser }: { role: string; isServiceUser: boolean }) =>
  !isServiceUser && ["owner", "admin"].includes(role);

/** The services of the account, and whom they are open to with a token that they accept. */
const OPEN_TO: Record<string, (role: string, groups: string[], group: string) => boolean> = {
  ops: (_, groups, group) => groups.includes(group),
  audit: (role) => role === "auditor",
  all: (role) => role === "network_admin",
};
/** What a token of the scopes opens of these; `all` is accepted by one that is named so. */
const opensWith = (scopes: Scopes, slug: string) =>
  scopes?.includes(`service:${slug}`) || (slug === "all" && scopes?.includes("all"));

type Root = Holder & { expiresAt: Date; group: string };
type Opener = { role: string; groups: string[] } | undefined;
/** The services that are open to one and not to the other, and that the first token does not open. */
const opened = ({ scopes, group }: Root, after: Opener, before?: Opener) =>
  Object.keys(OPEN_TO).filter((slug) => {
    const open = (to: Opener) => to !== undefined && OPEN_TO[slug]?.(to.role, to.groups, group);
    return open(after) && !open(before) && !opensWith(scopes, slug);
  });

function expectWithin(root: Root, before: Rows, after: Rows, what: string): void {
  const own = rightsOf(root);
  const beyond = (holder: Holder) => rightsOf(holder).filter((right) => !own.includes(right));
  const users = new Map(after.users.map((user) => [user.id, user]));
  const older = new Map(before.users.map((user) => [user.id, user]));
  for (const user of changed(before.users, after.users)) {
    expect(beyond({ ...user, scopes: null }), `${what}: user`).toEqual([]);
    expect(signsInAsAdmin(user), `${what}: session`).toBe(false);
    const past = older.get(user.id) ?? user;
    expect(beyond({ ...past, scopes: null }), `${what}: user before`).toEqual([]);
    const groups = (one: typeof user) => one.memberships.map(({ groupId }) => groupId).sort();
    const hadGroups = older.has(user.id) ? groups(past) : [];
    if (String(groups(user)) !== String(hadGroups)) expect(own, what).toContain("groups:update");
    const opener = (one: typeof user) =>
      one.isBlocked ? undefined : { role: one.role, groups: groups(one) };
    const earlier = user.isServiceUser && older.has(user.id) ? opener(past) : undefined;
    const isNewMachine = user.isServiceUser && !older.has(user.id);
    const beyondOwn = isNewMachine ? [] : opened(root, opener(user), earlier);
    expect(beyondOwn, `${what}: services`).toEqual([]);
  }
  for (const invite of changed(before.invites, after.invites)) {
    const holder = { role: invite.role, isServiceUser: false, scopes: null };
    expect(beyond(holder), `${what}: invite`).toEqual([]);
    expect(signsInAsAdmin(holder), `${what}: invite`).toBe(false);
    const invited = { role: invite.role, groups: invite.autoGroups as string[] };
    expect(opened(root, invited), `${what}: services`).toEqual([]);
  }
  const known = new Set(before.tokens.map(({ id }) => id));
  for (const token of after.tokens.filter(({ id }) => !known.has(id))) {
    const owner = users.get(token.userId);
    if (owner === undefined) throw new Error("a token has an owner");
    expect(beyond({ ...owner, scopes: scopesIn(token.scopes) }), `${what}: token`).toEqual([]);
    expect(token.scopes, what).not.toBeNull();
    const services = scopesIn(token.scopes)?.filter((scope) => scope.startsWith("service:"));
    for (const scope of services ?? []) expect(root.scopes, what).toContain(scope);
    expect(token.expiresAt.getTime(), what).toBeLessThanOrEqual(root.expiresAt.getTime());
  }
  expect([after.resets, after.settings]).toEqual([before.resets, before.settings]);
}

/** A secret that was returned, of a new token or of one that was rotated. */
function expectTokenWithin(
  root: Root,
  { users, tokens }: Rows,
  { id, expiration_date }: { id: string; expiration_date: string },
  what: string,
): void {
  const token = tokens.find((one) => one.id === id);
  const owner = users.find((one) => one.id === token?.userId);
  if (token === undefined || owner === undefined) throw new Error("a token has an owner");
  const own = rightsOf(root);
  const rights = rightsOf({ ...owner, scopes: scopesIn(token.scopes) });
  expect(
    rights.filter((right) => !own.includes(right)),
    `${what}: secret`,
  ).toEqual([]);
  expect(Date.parse(expiration_date), what).toBeLessThanOrEqual(root.expiresAt.getTime());
}

/** A team with users to approve, to unblock and to invite again. */
async function newBase(): Promise<Base> {
  useTestSettings();
  await freshDatabase();
  const team = await seedTeam();
  for (const role of ["user", "admin"] as const) {
    await seedUser(team.account, { role, isBlocked: true, pendingApproval: true });
    await seedUser(team.account, { role, isBlocked: true });
    await inviteAs(team.owner.token, { role });
  }
  const group = await seedGroup(team.account);
  await seedService(team.account, { slug: "ops", groups: [group] });
  await seedService(team.account, { slug: "audit", roles: ["auditor"] });
  await seedService(team.account, {
    slug: "all",
    roles: ["network_admin"],
    alsoAccepts: ["all", "unscoped"],
  });
  return { team, group };
}

const SEEDS: Record<string, UserSeed> = {
  ...{ owner: { role: "owner" }, admin: { role: "admin" } },
  machine: { role: "admin", isServiceUser: true },
  networkAdmin: { role: "network_admin" },
};

/** A new user with the first token, since earlier calls may have changed or blocked others. */
async function newWorld(base: Base, who: string, scopes: Scopes) {
  const seed = SEEDS[who] ?? { role: "admin" };
  const { id: self, role } = await seedUser(base.team.account, seed);
  const weak = (await seedUser(base.team.account, { role: "user" })).id;
  const expiresAt = new Date(Date.now() + 30 * DAY_MS);
  const { text } = await seedToken(self, { scopes, expiresAt });
  const world: World = { ...base, self, weak, tokens: [text] };
  return {
    world,
    root: {
      role,
      isServiceUser: seed.isServiceUser === true,
      scopes,
      expiresAt,
      group: base.group,
    },
  };
}

const idsOf = ({ users, invites, tokens }: Rows): Ids => ({
  users: users.map(({ id }) => id),
  invites: invites.map(({ id }) => id),
  tokens: tokens.map(({ id, userId }) => `/api/users/${userId}/tokens/${id}`),
});

test("no calls by a token with scopes yield a credential, user or invite with more rights", async () => {
  const base = await newBase();
  const deadline = Date.now() + TIME_MS;
  const succeeded = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(root, fc.array(command, SEQUENCE), async ({ who, scopes }, commands) => {
      if (Date.now() > deadline) return;
      const { world, root } = await newWorld(base, who, scopes);
      for (const given of commands) {
        const before = await readRows();
        const way = given.what % WAYS.length;
        const call = pick(WAYS, way)(world, given, idsOf(before));
        const answer = await send(pick(world.tokens, given.by), call);
        const what = `${who} with ${scopes}: ${JSON.stringify(call)}`;
        expect(answer.status, what).toBeLessThan(500);
        expectWithin(root, before, await readRows(), what);
        if (answer.status !== 200) continue;
        succeeded.set(way, (succeeded.get(way) ?? 0) + 1);
        const made = answer.body.plain_token;
        if (made === undefined) continue;
        expectTokenWithin(root, await readRows(), answer.body.personal_access_token, what);
        world.tokens.push(made);
      }
    }),
    { numRuns: RUNS },
  );
  // The property would be empty if all calls were refused.
  expect(succeeded.size).toBeGreaterThan(3);
});

const send = (token: string, { method, path, body }: Call): Promise<ApiResponse> =>
  callApi(method, path, {
    token,
    ...(body && { body }),
    headers: { "x-roost-client-address": newAddress() },
  });
