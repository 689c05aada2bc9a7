import { beforeEach, expect, test } from "vitest";
import { sessionCookieName } from "#lib/auth/session-cookie.ts";
import { database, useDatabase } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { captureLog } from "#lib/dev/testing/log.ts";
import { seedAccount, seedSession, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

let owner: Member;
let log: string[];
beforeEach(async () => {
  useTestSettings({ rateLimit: { perMinute: 1, burst: 2 } });
  log = captureLog();
  await freshDatabase();
  owner = await seedMember(await seedAccount(), { role: "owner" });
});

const FOREIGN = { "sec-fetch-site": "cross-site" };
const LARGE = "x".repeat(65_537);
const list = (token = owner.token) => callApi("GET", "/api/users", { token });
const create = (given: Parameters<typeof callApi>[2]) => callApi("POST", "/api/users", given);

test("a body over the limit is refused before the caller is looked up", async () => {
  const answer = await create({ body: LARGE, headers: { ...FOREIGN, cookie: "" } });
  expect(answer).toMatchObject({ status: 413, body: { code: 413 } });
  expect((await create({ body: LARGE, token: "nbp_wrong" })).status).toBe(413);
});

test("the origin rule precedes the actor and does not apply to tokens", async () => {
  const cookie = `${sessionCookieName()}=garbage`;
  expect((await create({ body: "{", headers: { ...FOREIGN, cookie } })).status).toBe(403);
  expect((await create({ body: "{", token: "nbp_wrong", headers: FOREIGN })).status).toBe(401);
  expect((await create({ body: "{", token: owner.token, headers: FOREIGN })).status).toBe(400);
});

test("a token over its limit is 429 with Retry-After before its body is read", async () => {
  for (const left of [1, 0]) {
    const answer = await list();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ratelimit")).toContain(`r=${left};`);
  }
  const answer = await create({ body: "{", token: owner.token });
  expect(answer).toMatchObject({ status: 429, body: { message: "too many requests", code: 429 } });
  const seconds = Number(answer.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(answer.headers.get("ratelimit-policy")).toBe('"token";q=2;w=120');
});

test("a failed request has the limit headers; a session has its own limit, a wrong token none", async () => {
  const failed = await create({ body: "{", token: owner.token });
  expect(failed.status).toBe(400);
  expect(failed.headers.get("ratelimit")).toContain("r=1;");
  const { cookie } = await seedSession(owner.id);
  const byCookie = await callApi("GET", "/api/users", { cookie });
  expect(byCookie.headers.get("ratelimit-policy")).toContain('"session"');
  expect(byCookie.headers.get("ratelimit")).toContain("r=1;");
  expect((await list("nbp_wrong")).headers.has("ratelimit")).toBe(false);
  expect((await list()).status).toBe(200);
});

test("an unexpected error is a generic 500 whose request ID is in the log", async () => {
  const real = database();
  useDatabase({ ...real, prepared: () => Promise.reject(new Error("a detail of the inside")) });
  const answer = await list();
  useDatabase(real);
  const { request_id: id, ...rest } = answer.body;
  expect([answer.status, rest]).toEqual([500, { message: "internal server error", code: 500 }]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const line = log.find((text) => text.includes("a detail of the inside"));
  expect(JSON.parse(line ?? "{}")).toMatchObject({ level: "error", requestId: id });
});

test("a last use that cannot be written fails no request and is logged", async () => {
  const real = database();
  useDatabase({ ...real, write: () => Promise.reject(new Error("no space left")) });
  expect((await list()).status).toBe(200);
  await flushWrites();
  expect((await list()).status).toBe(200);
  useDatabase(real);
  expect(
    log.filter((line) => line.includes("uses and failed sign-ins were not written")),
  ).toHaveLength(1);
});
