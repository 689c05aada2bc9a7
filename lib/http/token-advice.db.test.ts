import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import type { Operation } from "#lib/contract/operation.ts";
import { operations } from "#lib/contract/operations.ts";
import type { OperationId } from "#lib/contract/routes.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { pathOf, SAMPLES } from "#lib/dev/testing/requests.ts";
import { seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedMember, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { flushUses } from "#lib/services/usage/count-uses.ts";

const NOON = Date.UTC(2026, 10, 24, 12);

let team: Team;
let cookie: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
  useTestSettings({ rateLimit: { perMinute: 0, burst: 0 } });
  await freshDatabase();
  team = await seedTeam();
  ({ cookie } = await seedSession(team.owner.id));
});
afterEach(async () => {
  await flushUses();
  vi.useRealTimers();
});

const adviceOn = (who: Who) => `/api/users/${team[who].id}/tokens/${team[who].tokenId}/advice`;
/** Requested with a session, whose calls are not counted. */
const ask = (path: string) => callApi("GET", path, { cookie });
const dayAgo = (days: number) => new Date(NOON - days * DAY_MS).toISOString().slice(0, 10);

async function seedUse(tokenId: string, daysAgo: number, operation: string, count: number) {
  const row = { accountId: team.account.id, day: dayAgo(daysAgo) };
  await database().write(async (tx) => {
    await tx.tokenUse.create({ data: { ...row, tokenId, operation, count } });
    await tx.dailyUse.upsert({
      where: { accountId_day: row },
      create: { ...row, count },
      update: { count: { increment: count } },
    });
  });
}

const age = (tokenId: string, days: number) =>
  database().write((tx) =>
    tx.token.update({
      where: { id: tokenId },
      data: { createdAt: new Date(NOON - days * DAY_MS) },
    }),
  );

test("a token's advice has its rights, used ones, and a check of 90 days", async () => {
  const { tokenId } = team.reader;
  await age(tokenId, 200);
  for (const ago of [85, 29, 22, 15, 8, 1]) await seedUse(tokenId, ago, "groups.list", 6);
  await seedUse(tokenId, 84, "users.list", 2);
  const remove = `/api/users/${team.person.id}`;
  for (const _ of [1, 2]) await callApi("DELETE", remove, { token: team.reader.token });
  await database().write((tx) =>
    tx.tokenUse.updateMany({ where: { day: dayAgo(85) }, data: { day: dayAgo(34) } }),
  );
  const { status, body } = await ask(adviceOn("reader"));
  expect(status).toBe(200);
  const { granted, ...rest } = body;
  expect(granted).toContain("users:read");
  expect(rest).toEqual({
    ...{ token_id: tokenId, window_days: 60, calls: 36, active_days: 6, used: ["groups:read"] },
    attempted: [{ scope: "users:delete", calls: 2 }],
    advised_scopes: ["groups:read"],
    check: {
      ...{ scopes: ["groups:read"], days: 90, calls: 38, would_be_refused: 2 },
      operations: [
        {
          operation: "users.list",
          method: "GET",
          path: "/api/users",
          summary: operations["users.list"].summary,
          calls: 2,
        },
      ],
    },
  });
});

test("an unused token gets no advice, and the reason", async () => {
  const { body } = await ask(adviceOn("machine"));
  const { granted: _, ...rest } = body;
  expect(rest).toEqual({
    token_id: team.machine.tokenId,
    ...{ window_days: 30, calls: 0, active_days: 0, used: [], no_advice: "too_young" },
  });
});

test("the scopes of the token limit its rights", async () => {
  await database().write((tx) =>
    tx.token.update({ where: { id: team.machine.tokenId }, data: { scopes: "groups:write" } }),
  );
  expect((await ask(adviceOn("machine"))).body.granted).toEqual(["groups:read", "groups:write"]);
});

test("given scopes are checked, even none, and unknown ones are refused", async () => {
  await callApi("GET", "/api/groups", { token: team.machine.token });
  const check = async (scopes: string) =>
    (await ask(`${adviceOn("machine")}?scopes=${scopes}`)).body;
  expect((await check("users:read,groups:read,users:read")).check).toMatchObject({
    scopes: ["groups:read", "users:read"],
    ...{ calls: 1, would_be_refused: 0 },
  });
  expect((await check("")).check).toMatchObject({ scopes: [], would_be_refused: 1 });
  const { code, errors } = await check("users:read,group:read");
  expect([code, errors[0]]).toEqual([
    422,
    {
      path: "scopes.1",
      message: "scopes.1 is not a known scope; the nearest is groups:read",
    },
  ]);
});

test("an unknown operation is named, and prevents advice", async () => {
  const { tokenId } = team.machine;
  await age(tokenId, 200);
  for (const ago of [29, 22, 15, 8, 1]) await seedUse(tokenId, ago, "of.a.newer.version", 6);
  expect((await ask(`${adviceOn("machine")}?scopes=`)).body).toMatchObject({
    no_advice: "unknown_operations",
    unknown_operations: ["of.a.newer.version"],
    check: { would_be_refused: 0, unknown_operations: ["of.a.newer.version"] },
  });
});

test.each(EVERYONE)("%s may read the advice on the tokens that they may read", async (who) => {
  for (const whose of EVERYONE) {
    const path = `/api/users/${team[whose].id}/tokens/${team[whose].tokenId}`;
    const call = (at: string) => callApi("GET", at, { token: team[who].token });
    const [token, advice] = [await call(path), await call(adviceOn(whose))];
    expect([advice.status, advice.body.message], whose).toEqual([token.status, token.body.message]);
  }
});

/** Operations that change nothing, and one that does, called as the owner. */
const REPLAYED = [
  ...["users.list", "users.current", "users.get", "invites.list", "tokens.list", "tokens.get"],
  ...["tokens.usage", "tokens.advice", "tokens.inventory", "tokens.usageByDay", "events.list"],
  ...["events.daily", "groups.list", "groups.get", "groups.create", "accounts.list"],
  ...["instance.version", "tokens.self.get"],
] as OperationId[];

async function replayWith(token: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const [at, id] of REPLAYED.entries()) {
    const { method, path } = operations[id] as Operation;
    const { params, body } = await SAMPLES[id](team);
    for (let times = 0; times <= at % 3; times += 1) {
      const sent = body && method !== "GET" ? { body: { ...body, name: `${at} ${times}` } } : {};
      const { status } = await callApi(method, pathOf(path, params), { token, ...sent });
      statuses.push(status);
    }
  }
  const { status } = await callApi("GET", "/api/peers", { token });
  return [...statuses, status];
}

test.each([
  "",
  "all",
  "all:read",
  "groups:read,pats:read",
  "groups:create,events:write",
  "users:write,accounts:read,settings:read",
  "peers:read",
])("a check of %j counts exactly what a narrowed token is refused", async (scopes) => {
  const { token, tokenId, id } = await seedMember(team.account, { role: "owner" });
  const before = await replayWith(token);
  const { body } = await ask(`/api/users/${id}/tokens/${tokenId}/advice?scopes=${scopes}`);
  expect(body.check.calls).toBe(before.filter((status) => status !== 403).length);
  await database().write((tx) =>
    tx.token.update({ where: { id: tokenId }, data: { scopes: scopes.replaceAll(",", " ") } }),
  );
  const refused = (await replayWith(token)).filter((status) => status === 403);
  expect(body.check.would_be_refused).toBe(refused.length);
});

test("a check names calls that give rights, which a narrowed token may be refused", async () => {
  const { token, tokenId, id } = await seedMember(team.account, { role: "admin" });
  const create = () =>
    callApi("POST", `/api/users/${team.reader.id}/tokens`, {
      token,
      body: { name: "made", expires_in: 1 },
    });
  expect((await create()).status).toBe(200);
  const { body } = await ask(`/api/users/${id}/tokens/${tokenId}/advice?scopes=pats:create`);
  expect(body.check).toMatchObject({
    ...{ calls: 1, would_be_refused: 0, operations: [] },
    uncertain: [{ operation: "tokens.create", calls: 1 }],
  });
  await database().write((tx) =>
    tx.token.update({ where: { id: tokenId }, data: { scopes: "pats:create" } }),
  );
  expect((await create()).status).toBe(403);
});
