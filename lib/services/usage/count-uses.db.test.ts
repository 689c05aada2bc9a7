import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runShutdown } from "#lib/config/shutdown.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { seedSession, setExpiry, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { actorOfToken, findToken } from "../credentials.ts";
import { deleteToken } from "../tokens/delete-token.ts";
import { countRefusal, countUse, flushUses, USES_MAX } from "./count-uses.ts";

let team: Team;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});
afterEach(async () => {
  vi.useRealTimers();
  await flushUses();
});

const today = () => new Date().toISOString().slice(0, 10);
const call = (who: Who, path = "/api/users") => callApi("GET", path, { token: team[who].token });
const uses = () =>
  database().read.tokenUse.findMany({
    orderBy: [{ tokenId: "asc" }, { day: "asc" }, { operation: "asc" }],
    omit: { accountId: true },
  });
const daily = () =>
  database().read.dailyUse.findMany({ orderBy: { day: "asc" }, omit: { accountId: true } });
const usesOf = async (who: Who) =>
  Object.fromEntries(
    (await uses())
      .filter(({ tokenId }) => tokenId === team[who].tokenId)
      .map(({ operation, count }) => [operation, count]),
  );
const refusedOf = async (who: Who) =>
  Object.fromEntries(
    (await uses())
      .filter(({ tokenId, refused }) => tokenId === team[who].tokenId && refused > 0)
      .map(({ operation, refused }) => [operation, refused]),
  );
const rename = (from: string, to: string) =>
  database().write((tx) => tx.$executeRawUnsafe(`ALTER TABLE "${from}" RENAME TO "${to}"`));

test("counts concurrent calls by token and operation without a loss", async () => {
  const calls = (["owner", "machine"] as const).flatMap((who) => [
    ...Array.from({ length: 30 }, () => call(who)),
    ...Array.from({ length: 12 }, () => call(who, "/api/groups")),
  ]);
  const half = Promise.all(calls.slice(0, 40));
  await Promise.all([flushUses(), half, flushUses()]);
  await Promise.all(calls);
  await Promise.all([flushUses(), flushUses()]);
  for (const who of ["owner", "machine"] as const) {
    expect(await usesOf(who)).toEqual({ "users.list": 30, "groups.list": 12 });
  }
  expect(await daily()).toEqual([{ day: today(), count: 84 }]);
});

test("counts refused calls, but not those with a wrong or expired token or a session", async () => {
  useTestSettings({ rateLimit: { perMinute: 60, burst: 1 } });
  const { owner } = team;
  expect((await call("reader", "/api/accounts")).status).toBe(200);
  expect((await call("reader")).status).toBe(429);
  const missing = await callApi("GET", "/api/users/unknown", { token: owner.token });
  expect(missing.status).toBe(404);
  await callApi("GET", "/api/users", { token: `${owner.token.slice(0, -1)}_` });
  const { cookie } = await seedSession(owner.id);
  expect((await callApi("GET", "/api/users", { cookie })).status).toBe(200);
  await database().write((tx) => setExpiry(tx, [team.admin.tokenId], new Date(0)));
  expect((await call("admin")).status).toBe(401);
  await flushUses();
  expect(await usesOf("reader")).toEqual({ "accounts.list": 1, "users.list": 1 });
  expect(await usesOf("owner")).toEqual({ "users.get": 1 });
  expect(await uses()).toHaveLength(3);
});

test("a call that lacks a right is counted as refused too, by scope or by role", async () => {
  const { machine, reader, person } = team;
  await database().write((tx) =>
    tx.token.update({ where: { id: machine.tokenId }, data: { scopes: "groups:read" } }),
  );
  for (const path of ["/api/groups", "/api/users", "/api/users", "/api/peers"]) {
    await call("machine", path);
  }
  const remove = { method: "DELETE", path: `/api/users/${person.id}` } as const;
  expect((await callApi(remove.method, remove.path, { token: reader.token })).status).toBe(403);
  expect((await call("owner", "/api/users/unknown")).status).toBe(404);
  await flushUses();
  expect(await refusedOf("machine")).toEqual({ "users.list": 2 });
  expect(await usesOf("machine")).toEqual({
    "groups.list": 1,
    "users.list": 2,
    "GET /api/peers": 1,
  });
  expect(await refusedOf("reader")).toEqual({ "users.delete": 1 });
  expect(await refusedOf("owner")).toEqual({});
  expect(await daily()).toEqual([{ day: today(), count: 6 }]);
});

test("a refusal after a flush or midnight belongs to its call", async () => {
  const before = Date.UTC(2026, 10, 24, 23, 59, 59, 999);
  vi.useFakeTimers({ toFake: ["Date"], now: before });
  const holder = await findToken(team.reader.publicId);
  if (holder === null) throw new Error("the token is missing");
  const actor = actorOfToken(
    { ...holder, expiresAt: new Date(4e12) },
    { address: "", userAgent: "", requestId: "" },
  );
  const at = new Date();
  countUse(actor, "users.delete", at);
  await flushUses();
  vi.setSystemTime(before + 1);
  countRefusal(actor, "users.delete", at);
  await flushUses();
  expect(await uses()).toMatchObject([{ day: "2026-11-24", count: 1, refused: 1 }]);
  expect(await daily()).toEqual([{ day: "2026-11-24", count: 1 }]);
});

test("a failed write is repeated with the next flush, once", async () => {
  const log = captureLog();
  await call("owner");
  await callApi("DELETE", `/api/users/${team.owner.id}`, { token: team.person.token });
  await rename("DailyUse", "Away");
  await flushUses();
  await call("owner");
  await flushUses();
  expect(await uses()).toEqual([]);
  expect(log.join()).toContain("uses of tokens were not written yet");
  await rename("Away", "DailyUse");
  await flushUses();
  await flushUses();
  expect(await usesOf("owner")).toEqual({ "users.list": 2 });
  expect(await refusedOf("person")).toEqual({ "users.delete": 1 });
  expect(await daily()).toEqual([{ day: today(), count: 3 }]);
});

test("a call does not wait for its use to be written", async () => {
  await call("owner");
  const { waiting, release } = await holdWrites();
  const flushed = flushUses();
  await waiting;
  expect((await call("owner")).status).toBe(200);
  await release(async () => {});
  await flushed;
  await flushUses();
  expect(await usesOf("owner")).toEqual({ "users.list": 2 });
});

test("a call counts for the UTC day of its arrival, not of the write", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 24, 23, 59, 59, 999) });
  await database().write((tx) => setExpiry(tx, [team.owner.tokenId], new Date(4e12)));
  await call("owner");
  vi.setSystemTime(Date.UTC(2026, 10, 25));
  await call("owner");
  await call("owner");
  await flushUses();
  expect(await daily()).toEqual([
    { day: "2026-11-24", count: 1 },
    { day: "2026-11-25", count: 2 },
  ]);
});

test("calls of a revoked token stay, even unwritten ones, until the account is deleted", async () => {
  const { reader, owner, account } = team;
  await call("reader");
  const holder = await findToken(owner.publicId);
  if (holder === null) throw new Error("the token is missing");
  const actor = actorOfToken(holder, { address: "", userAgent: "", requestId: "" });
  await deleteToken(actor, reader.id, reader.tokenId);
  await flushUses();
  expect(await usesOf("reader")).toEqual({ "users.list": 1 });
  await call("owner");
  await database().write((tx) => tx.account.delete({ where: { id: account.id } }));
  await flushUses();
  expect([await uses(), await daily()]).toEqual([[], []]);
});

test("calls of a deleted account do not block writes of others", async () => {
  const gone = team;
  team = await seedTeam();
  await callApi("GET", "/api/users", { token: gone.owner.token });
  await call("owner");
  await database().write((tx) => tx.account.delete({ where: { id: gone.account.id } }));
  await flushUses();
  expect(await uses()).toMatchObject([{ tokenId: team.owner.tokenId, count: 1 }]);
});

test("the server's stop writes the counts", async () => {
  await call("owner");
  await runShutdown(() => {});
  expect(await usesOf("owner")).toEqual({ "users.list": 1 });
});

test("deletes uses older than 400 days, once a day", async () => {
  const at = Date.UTC(2030, 5, 1, 12);
  vi.useFakeTimers({ toFake: ["Date"], now: at });
  const { id: accountId } = team.account;
  const seed = (days: number[]) =>
    database().write(async (tx) => {
      for (const days_ago of days) {
        const day = new Date(at - days_ago * 86_400_000).toISOString().slice(0, 10);
        const row = { accountId, day, count: 1 };
        await tx.tokenUse.create({ data: { ...row, tokenId: "gone", operation: "users.list" } });
        await tx.dailyUse.create({ data: row });
      }
    });
  await seed([399, 400, 401, 2000]);
  await flushUses();
  expect([(await uses()).length, (await daily()).length]).toEqual([2, 2]);
  await seed([401]);
  await flushUses();
  expect(await daily()).toHaveLength(3);
  vi.setSystemTime(at + 86_400_000);
  await flushUses();
  expect([(await uses()).length, (await daily()).length]).toEqual([1, 1]);
});

test("deletes many old uses over several flushes", async () => {
  // A day on which nothing was deleted yet.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2031, 5, 1) });
  const { id: accountId } = team.account;
  const old = { accountId, tokenId: "gone", day: "2020-01-01", count: 1 };
  await database().write((tx) =>
    tx.tokenUse.createMany({
      data: Array.from({ length: 2_100 }, (_, at) => ({ ...old, operation: `${at}` })),
    }),
  );
  const left = () => database().read.tokenUse.count({ where: { tokenId: "gone" } });
  await flushUses();
  expect(await left()).toBe(100);
  await flushUses();
  expect(await left()).toBe(0);
});

test("writes many kinds of use in batches and logs the number of dropped ones", async () => {
  const log = captureLog();
  const holder = await findToken(team.owner.publicId);
  if (holder === null) throw new Error("the token is missing");
  const actor = actorOfToken(holder, { address: "", userAgent: "", requestId: "" });
  for (let at = 0; at < USES_MAX + 3; at += 1) {
    countUse(
      { ...actor, credential: { kind: "token", id: `token ${at % (USES_MAX + 2)}`, secretId: "" } },
      "users.list",
    );
  }
  await flushUses();
  expect(await database().read.tokenUse.count()).toBe(USES_MAX);
  expect(await daily()).toEqual([{ day: today(), count: USES_MAX + 1 }]);
  expect(log.join()).toContain('"calls":2');
});
