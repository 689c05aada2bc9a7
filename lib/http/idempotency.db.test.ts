import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { inviteAs, newEmail } from "#lib/dev/testing/invites.ts";
import { markTokensUsed, seedToken, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { credentialFor, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";

beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
});

/** A request that an admin may make and a regular user may not. */
type Sample = { path: string; body?: object };

const newMachine = (team: Team) => seedUser(team.account, { role: "user", isServiceUser: true });

/** A sample for every POST with a caller: each call prepares what the request needs. */
const SAMPLES: Record<string, (team: Team) => Sample | Promise<Sample>> = {
  "users.create": () => ({
    path: "/api/users",
    body: { name: "made", role: "user", is_service_user: true },
  }),
  "tokens.create": async (team) => ({
    path: `/api/users/${(await newMachine(team)).id}/tokens`,
    body: { name: "made", expires_in: 1 },
  }),
  "tokens.revoke": async (team) => ({
    path: "/api/tokens/revoke",
    body: { ids: [(await seedToken((await newMachine(team)).id)).id] },
  }),
  "tokens.narrow": async (team) => {
    const { id } = await newMachine(team);
    const path = `/api/users/${id}/tokens/${(await seedToken(id)).id}/narrow`;
    return { path, body: { scopes: [] } };
  },
  "tokens.disable": async (team) => {
    const { id } = await newMachine(team);
    return { path: `/api/users/${id}/tokens/${(await seedToken(id)).id}/disable` };
  },
  "tokens.enable": async (team) => {
    const { id } = await newMachine(team);
    return { path: `/api/users/${id}/tokens/${(await seedToken(id)).id}/enable` };
  },
  "tokens.rotate": async (team) => {
    const { id } = await newMachine(team);
    const path = `/api/users/${id}/tokens/${(await seedToken(id)).id}/rotate`;
    return { path, body: { activate: "now" } };
  },
  "tokens.self.rotate": () => ({ path: "/api/tokens/self/rotate", body: {} }),
  "tokens.describe": async (team) => {
    const { id } = await newMachine(team);
    const path = `/api/users/${id}/tokens/${(await seedToken(id)).id}/describe`;
    return { path, body: { description: "made" } };
  },
  "reviews.confirm": async (team) => ({
    path: `/api/access-review/${(await newMachine(team)).id}/confirm`,
  }),
  "tokens.revocations.start": async (team) => ({
    path: "/api/tokens/revocations",
    body: { filter: { user_id: (await newMachine(team)).id } },
  }),
  "protected_services.create": () => ({
    path: "/api/protected-services",
    body: { slug: `made-${randomUUID()}`, roles: null, groups: [], methods: null },
  }),
  "groups.create": () => ({ path: "/api/groups", body: { name: `made ${randomUUID()}` } }),
  "invites.create": () => ({
    path: "/api/users/invites",
    body: { email: newEmail(), name: "made", role: "user" },
  }),
  "invites.regenerate": async (team) => ({
    path: `/api/users/invites/${(await inviteAs(team.machine.token)).id}/regenerate`,
  }),
  "resets.create": async ({ account }) => ({
    path: `/api/users/${(await seedUser(account, { role: "user" })).id}/password-reset`,
  }),
  "users.approve": async ({ account }) => {
    const waiting = { role: "user", isBlocked: true, pendingApproval: true } as const;
    return { path: `/api/users/${(await seedUser(account, waiting)).id}/approve` };
  },
};

/**
 * An existing user has accepted already (contract 2.7), and a check only reads: both create nothing
 * that a key could refer to.
 */
const NEVER_MADE: OperationId[] = ["users.invite", "introspection.check"];

const POSTS = (Object.keys(operations) as OperationId[]).filter(
  (id) =>
    operations[id].method === "POST" &&
    operations[id].access !== "anyone" &&
    !NEVER_MADE.includes(id),
);

test("every POST with a caller has a sample here", () => {
  expect(Object.keys(SAMPLES).sort()).toEqual([...POSTS].sort());
});

test("users.invite repeats its answer for one key, since it creates nothing", async () => {
  const team = await usedTeam();
  const before = await rowCounts();
  for (const status of [412, 412]) {
    const path = `/api/users/${team.person.id}/invite`;
    const headers = { "idempotency-key": "k" };
    expect((await callApi("POST", path, { token: team.admin.token, headers })).status).toBe(status);
  }
  expect(await rowCounts()).toEqual(before);
});

/** A request for something new, as callers send it. */
async function newRequest(id: OperationId, team: Team) {
  const sample = await SAMPLES[id]?.(team);
  if (sample === undefined) throw new Error(`${id} has no sample`);
  const send = async (key: string, { who = "admin" as Who, body = sample.body as unknown } = {}) =>
    callApi("POST", sample.path, {
      ...(await credentialFor(id, team[who])),
      headers: { "idempotency-key": key },
      ...(body === undefined ? {} : { body }),
    });
  return { sample, send };
}

/**
 * A team whose tokens may send every POST and whose first uses are recorded before the count
 * begins.
 */
async function usedTeam(): Promise<Team> {
  const team = await seedTeam({ tokensManageAccount: true });
  await markTokensUsed();
  return team;
}

async function prepare(id: OperationId) {
  const team = await usedTeam();
  return { team, ...(await newRequest(id, team)) };
}

/** The number of rows of everything that an operation may create. */
async function rowCounts() {
  const { read } = database();
  return {
    users: await read.user.count(),
    tokens: await read.token.count(),
    groups: await read.group.count(),
    services: await read.protectedService.count(),
    memberships: await read.membership.count(),
    invites: await read.invite.count(),
    revocations: await read.tokenRevocation.count(),
    accounts: await read.account.count(),
    // The first use of a token is written after the answer.
    events: await read.auditEvent.count({
      where: { activityCode: { not: "personal.access.token.first_use" } },
    }),
    keys: await read.idempotencyKey.count(),
  };
}

const REPLAYED = {
  status: 409,
  body: {
    message: "a request with this Idempotency-Key was already carried out",
    resource_id: expect.stringMatching(/./),
  },
};

test.each(POSTS)("%s twice with one key runs once, then returns 409 with its ID", async (id) => {
  const { send } = await prepare(id);
  expect((await send("k")).status).toBe(200);
  const after = await rowCounts();
  const replay = await send("k");
  expect(replay).toMatchObject(REPLAYED);
  expect((await send("k")).body.resource_id).toBe(replay.body.resource_id);
  expect(await rowCounts()).toEqual(after);
});

test.each(POSTS)("%s with a used key and another body is 422 and changes nothing", async (id) => {
  const { sample, send } = await prepare(id);
  expect((await send("k")).status).toBe(200);
  const after = await rowCounts();
  // The same JSON in other bytes.
  const other = `${JSON.stringify(sample.body ?? {})} `;
  expect(await send("k", { body: other })).toMatchObject({
    status: 422,
    body: {
      message: "Idempotency-Key was used for another request",
      errors: [{ path: "Idempotency-Key" }],
    },
  });
  expect(await rowCounts()).toEqual(after);
});

test.each(POSTS)("%s scopes a key to its caller", async (id) => {
  const { team, send } = await prepare(id);
  expect((await send("k")).status).toBe(200);
  const another = await newRequest(id, team);
  expect((await another.send("k", { who: "owner" })).status).toBe(200);
});

test.each(POSTS)("%s forgets a key after exactly 24 hours", async (id) => {
  const { team, send } = await prepare(id);
  const age = (seconds: number) =>
    database().write((tx) =>
      tx.idempotencyKey.updateMany({
        where: { userId: team.admin.id },
        data: { createdAt: new Date(Date.now() - seconds * 1000) },
      }),
    );
  expect((await send("k")).status).toBe(200);
  await age(24 * 60 * 60 - 60);
  expect(await send("k")).toMatchObject(REPLAYED);
  await age(24 * 60 * 60 + 1);
  // The second result is not the subject here: a revoked token is gone.
  expect((await send("k")).body).not.toHaveProperty("resource_id");
});

test.each(POSTS)("a failed %s does not use its key", async (id) => {
  const { team, sample, send } = await prepare(id);
  const before = await rowCounts();
  // Every role rotates its own tokens, but not a token without any scope.
  const who = id === "tokens.self.rotate" ? "reader" : "person";
  await database().write((tx) =>
    tx.token.update({ where: { id: team.reader.tokenId }, data: { scopes: "" } }),
  );
  const refused = await send("k", { who });
  expect([403, 404]).toContain(refused.status);
  if (sample.body !== undefined) {
    expect((await send("k", { body: "[" })).status).toBe(400);
    expect((await send("k", { body: { name: 1, role: 1, ids: 1 } })).status).toBe(422);
  }
  expect(await rowCounts()).toEqual(before);
  expect((await send("k")).status).toBe(200);
  await database().write((tx) =>
    tx.user.update({ where: { id: team.person.id }, data: { role: "admin" } }),
  );
  const another = await newRequest(id, team);
  expect((await another.send("k", { who: "person" })).status).toBe(200);
});

test.each(POSTS)("%s sent eight times at once with one key runs once", async (id) => {
  const { send } = await prepare(id);
  const { keys } = await rowCounts();
  const answers = await Promise.all(Array.from({ length: 8 }, () => send("k")));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array(7).fill(409)]);
  for (const answer of answers.filter(({ status }) => status === 409)) {
    expect(answer).toMatchObject(REPLAYED);
  }
  expect((await rowCounts()).keys).toBe(keys + 1);
});

test.each(["", " ", "a b", "\u00e4", "x".repeat(256)])(
  "refuses the key %j before doing anything",
  async (key) => {
    const { send } = await prepare("users.create");
    const before = await rowCounts();
    const answer = await send(key);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, "Idempotency-Key"]);
    expect(await rowCounts()).toEqual(before);
  },
);

test("a dry run does not use its key", async () => {
  const { sample, send } = await prepare("tokens.revoke");
  const planned = await send("k", { body: { ...sample.body, dry_run: true } });
  expect(planned).toMatchObject({ status: 200, body: { deleted: 0 } });
  expect(await send("k")).toMatchObject({ status: 200, body: { deleted: 1 } });
});

test("no row of the keys contains a plain token", async () => {
  const { send } = await prepare("tokens.create");
  const made = await send("k");
  const rows = await database().read.idempotencyKey.findMany();
  expect(rows.at(-1)).toBeDefined();
  expect(JSON.stringify(rows)).not.toContain(made.body.plain_token);
  expect(JSON.stringify(rows)).toContain(made.body.personal_access_token.id);
});
