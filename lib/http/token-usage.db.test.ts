import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  seedAccount,
  seedEvents,
  seedSession,
  seedToken,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { EVERYONE, seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { flushUses } from "#lib/services/usage/count-uses.ts";

const NOON = Date.UTC(2026, 10, 24, 12);

let team: Team;
let cookie: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ cookie } = await seedSession(team.owner.id));
});
afterEach(async () => {
  await flushUses();
  vi.useRealTimers();
});

const use = (who: Who, path = "/api/users", agent = "terraform/1.9") =>
  callApi("GET", path, {
    token: team[who].token,
    headers: { "user-agent": agent, "x-roost-client-address": "192.0.2.7" },
  });
/** Requested with a session, whose calls are not counted. */
const ask = (path: string) => callApi("GET", path, { cookie });
const usageOf = (who: Who) => `/api/users/${team[who].id}/tokens/${team[who].tokenId}/usage`;
const countsOf = (by_day: { count: number }[]) => by_day.map(({ count }) => count);

async function seedUse(tokenId: string, daysAgo: number, count: number, operation = "users.list") {
  const day = new Date(NOON - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const row = { accountId: team.account.id, day };
  await database().write(async (tx) => {
    await tx.tokenUse.create({ data: { ...row, tokenId, operation, count } });
    await tx.dailyUse.upsert({
      where: { accountId_day: row },
      create: { ...row, count },
      update: { count: { increment: count } },
    });
  });
}

test("a token's usage has its calls up to now by day and operation, and the last source", async () => {
  await seedUse(team.machine.tokenId, 1, 40, "groups.list");
  await seedUse(team.machine.tokenId, 29, 3);
  await seedUse(team.machine.tokenId, 30, 500);
  for (const _ of [1, 2]) await use("machine");
  const { status, body } = await ask(usageOf("machine"));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    token_id: team.machine.tokenId,
    days: 30,
    total: 45,
    last_used: new Date(NOON).toISOString(),
    last_used_ip: "192.0.2.7",
    last_used_agent: "terraform/1.9",
    by_operation: [
      {
        operation: "groups.list",
        method: "GET",
        path: "/api/groups",
        summary: "List groups",
        count: 40,
        last_day: "2026-11-23",
      },
      { operation: "users.list", count: 5, last_day: "2026-11-24" },
    ],
  });
  expect(body.by_day.map(({ day }: { day: string }) => day)).toEqual(
    Array.from({ length: 30 }, (_, at) =>
      new Date(NOON - (29 - at) * DAY_MS).toISOString().slice(0, 10),
    ),
  );
  expect(countsOf(body.by_day)).toEqual([3, ...Array(27).fill(0), 40, 2]);
});

test("calls that lacked a right are shown apart, and are absent where there are none", async () => {
  await use("machine");
  const { body: without } = await ask(usageOf("machine"));
  expect([without.refused, without.by_operation[0].refused]).toEqual([undefined, undefined]);
  const path = `/api/users/${team.owner.id}`;
  for (const _ of [1, 2]) await callApi("DELETE", path, { token: team.machine.token });
  const { body } = await ask(usageOf("machine"));
  expect(body).toMatchObject({ total: 3, refused: 2 });
  expect(body.by_operation).toMatchObject([
    { operation: "users.delete", count: 2, refused: 2 },
    { operation: "users.list", count: 1 },
  ]);
  expect(body.by_operation[1]).not.toHaveProperty("refused");
});

test("an unused token has zeros and no last use", async () => {
  const { body } = await ask(`${usageOf("reader")}?days=1`);
  expect(body).toEqual({
    ...{ token_id: team.reader.tokenId, days: 1, total: 0 },
    ...{ addresses: [], by_day: [{ day: "2026-11-24", count: 0 }], by_operation: [] },
  });
});

test("an operation unknown to this version is shown by its ID", async () => {
  await seedUse(team.machine.tokenId, 0, 1, "of.a.newer.version");
  expect((await ask(usageOf("machine"))).body.by_operation).toEqual([
    { operation: "of.a.newer.version", count: 1, last_day: "2026-11-24" },
  ]);
});

test.each(EVERYONE)("%s may read the usage of the tokens that they may read", async (who) => {
  for (const whose of EVERYONE) {
    const path = `/api/users/${team[whose].id}/tokens/${team[whose].tokenId}`;
    const [token, usage] = [await use(who, path), await use(who, usageOf(whose))];
    expect([usage.status, usage.body.message], whose).toEqual([token.status, token.body.message]);
  }
});

test("a revoked token has no usage of its own, but stays in the account's", async () => {
  await use("machine");
  await callApi("DELETE", `/api/users/${team.machine.id}/tokens/${team.machine.tokenId}`, {
    cookie,
    headers: { host: "127.0.0.1:3000" },
  });
  expect((await ask(usageOf("machine"))).status).toBe(404);
  expect((await ask("/api/tokens/usage")).body).toMatchObject({ days: 30, total: 1 });
});

test("the account's usage covers all tokens or the caller's own, by grant", async () => {
  const second = await seedToken(team.person.id);
  await seedUse(team.machine.tokenId, 2, 100);
  await seedUse(second.id, 2, 5);
  await use("person");
  const all = (await ask("/api/tokens/usage?days=3")).body;
  expect([all.total, countsOf(all.by_day)]).toEqual([106, [105, 0, 1]]);
  const own = (await use("person", "/api/tokens/usage?days=3")).body;
  expect([own.total, countsOf(own.by_day)]).toEqual([7, [5, 0, 2]]);
  const none = (await use("auditor", "/api/tokens/usage?days=2")).body;
  expect(none).toMatchObject({ total: 1, by_day: [{ count: 0 }, { day: "2026-11-24", count: 1 }] });
});

test("a revocation preview has the calls of 30 days, including the current ones", async () => {
  await seedUse(team.machine.tokenId, 29, 7);
  await seedUse(team.machine.tokenId, 30, 100);
  await seedUse(team.machine.tokenId, 3, 1, "groups.list");
  await use("machine");
  const { body } = await callApi("POST", "/api/tokens/revoke", {
    cookie,
    body: { ids: [team.machine.tokenId, team.reader.tokenId], dry_run: true },
  });
  const shown = body.tokens.map((token: { id: string; uses_30_days: number }) => [
    token.id,
    token.uses_30_days,
  ]);
  expect(Object.fromEntries(shown)).toEqual({
    [team.machine.tokenId]: 9,
    [team.reader.tokenId]: 0,
  });
});

test("events are counted by day (UTC) with events.read", async () => {
  const at = (time: string) => ({ at: new Date(time), code: "user.block" });
  await seedEvents(team.account, [
    at("2026-11-21T23:59:59.999Z"),
    at("2026-11-22T00:00:00.000Z"),
    at("2026-11-22T23:59:59.999Z"),
    at("2026-11-24T11:00:00.000Z"),
  ]);
  const { body } = await ask("/api/events/audit/daily?days=3");
  expect(body).toEqual({
    days: 3,
    by_day: [
      { day: "2026-11-22", count: 2 },
      { day: "2026-11-23", count: 0 },
      { day: "2026-11-24", count: 1 },
    ],
  });
  expect((await ask("/api/events/audit/daily")).body.by_day).toHaveLength(30);
  for (const who of EVERYONE) {
    const [list, counts] = [
      await use(who, "/api/events/audit"),
      await use(who, "/api/events/audit/daily"),
    ];
    expect([counts.status, counts.body.message], who).toEqual([list.status, list.body.message]);
  }
});

test("an event is counted by the next request, also on an earlier day", async () => {
  const counts = async () => {
    const { body } = await ask("/api/events/audit/daily?days=3");
    return body.by_day.map(({ count }: { count: number }) => count);
  };
  const seed = (time: string) =>
    seedEvents(team.account, [{ at: new Date(time), code: "user.block" }]);
  await seed("2026-11-24T01:00:00.000Z");
  expect(await counts()).toEqual([0, 0, 1]);
  await seed("2026-11-22T23:59:59.999Z");
  await seed("2026-11-24T02:00:00.000Z");
  expect(await counts()).toEqual([1, 0, 2]);
  // Of another account.
  await seedEvents(await seedAccount(), [
    { at: new Date("2026-11-24T03:00:00Z"), code: "user.block" },
  ]);
  expect(await counts()).toEqual([1, 0, 2]);
});

test.each(["0", "91", "-1", "1.5", "x", "1e1"])("days=%s is refused", async (days) => {
  for (const path of [usageOf("machine"), "/api/tokens/usage", "/api/events/audit/daily"]) {
    const { status, body } = await ask(`${path}?days=${days}`);
    expect([status, body.errors[0].path, body.errors[0].message]).toEqual([
      422,
      "days",
      "days must be a whole number of days from 1 to 90",
    ]);
  }
});
