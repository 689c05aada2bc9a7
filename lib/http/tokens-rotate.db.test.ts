import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  seedAccount,
  seedSession,
  seedToken,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";
import { pruneSecrets } from "#lib/services/tokens/prune-secrets.ts";

const START = new Date("2026-11-28T12:00:00Z");
const after = (ms: number) => new Date(START.getTime() + ms).toISOString();

let account: SeededAccount;
let machine: Member;
let cookie: string;
let ownerId: string;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
  machine = await seedMember(account, { role: "admin", isServiceUser: true });
  const owner = await seedMember(account, { role: "owner" });
  ownerId = owner.id;
  ({ cookie } = await seedSession(ownerId));
});
afterEach(async () => {
  await flushWrites();
  vi.useRealTimers();
});

const pathOf = ({ id, tokenId }: Member) => `/api/users/${id}/tokens/${tokenId}/rotate`;
const rotate = (body: object = {}) => callApi("POST", pathOf(machine), { cookie, body });
const use = (token: string) => callApi("GET", "/api/groups", { token });
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
const events = async (code: string) => {
  await flushWrites();
  return database().read.auditEvent.findMany({ where: { activityCode: code } });
};

test("a new secret replaces the old one with its first use, and the old one after the overlap", async () => {
  const rotated = await rotate({ overlap_seconds: 60 });
  expect(rotated).toMatchObject({
    status: 200,
    body: {
      old_ends: null,
      personal_access_token: { id: machine.tokenId, expiration_date: after(30 * DAY_MS) },
    },
  });
  const next = rotated.body.plain_token;
  pass(DAY_MS / 2);
  expect((await use(machine.token)).headers.get("deprecation")).toBeNull();
  expect((await use(next)).status).toBe(200);
  const old = await use(machine.token);
  expect([old.status, old.headers.get("deprecation"), old.headers.get("token-expires")]).toEqual([
    200,
    `@${Date.now() / 1000}`,
    after(DAY_MS / 2 + 60_000),
  ]);
  pass(60_000);
  expect(await use(machine.token)).toMatchObject({
    status: 401,
    body: { message: "token invalid" },
  });
  expect((await use(next)).status).toBe(200);
  const listed = await callApi("GET", `/api/tokens?fingerprint=nbp_${next.slice(4, 14)}`, {
    cookie,
  });
  expect(listed.body).toMatchObject([
    { id: machine.tokenId, fingerprint: next.slice(0, 14), expiration_date: after(30 * DAY_MS) },
  ]);
  const before = await callApi("GET", `/api/tokens?search=nbp_${machine.publicId}`, { cookie });
  expect(before.body).toMatchObject([{ id: machine.tokenId }]);
  expect(await events("personal.access.token.rotate")).toHaveLength(1);
  expect(await events("personal.access.token.activate")).toHaveLength(1);
});

test("with now, the old secret ends after the overlap, but never later than it would", async () => {
  pass(DAY_MS - 60_000);
  const body = { activate: "now", overlap_seconds: 3600, expires_in: 9 };
  expect((await rotate(body)).body).toMatchObject({
    old_ends: after(DAY_MS),
    personal_access_token: { expiration_date: after(10 * DAY_MS - 60_000) },
  });
});

test("without an overlap, the old secret is refused at once", async () => {
  const { body } = await rotate({ activate: "now", overlap_seconds: 0 });
  expect((await use(machine.token)).status).toBe(401);
  expect((await use(body.plain_token)).status).toBe(200);
});

test("another rotation replaces a pending secret, and the activation ends an ending one", async () => {
  const lost = (await rotate()).body.plain_token;
  const second = (await rotate({ activate: "now" })).body.plain_token;
  expect((await use(lost)).status).toBe(401);
  const third = (await rotate()).body.plain_token;
  expect((await use(machine.token)).status).toBe(200);
  expect((await use(third)).status).toBe(200);
  expect((await use(machine.token)).status).toBe(401);
  expect((await use(second)).status).toBe(200);
});

test("a pending secret lapses after seven days, and the old one goes on", async () => {
  await database().write((tx) =>
    tx.tokenSecret.updateMany({ data: { expiresAt: new Date(after(30 * DAY_MS)) } }),
  );
  await database().write((tx) =>
    tx.token.updateMany({ data: { expiresAt: new Date(after(30 * DAY_MS)) } }),
  );
  const unused = (await rotate()).body.plain_token;
  const used = (await rotate()).body.plain_token;
  pass(7 * DAY_MS - 1);
  expect((await use(used)).status).toBe(200);
  const late = (await rotate()).body.plain_token;
  pass(7 * DAY_MS);
  for (const token of [late, unused]) expect((await use(token)).status).toBe(401);
  expect((await use(used)).status).toBe(200);
});

test("a secret of a blocked owner is not activated", async () => {
  const next = (await rotate()).body.plain_token;
  const block = (isBlocked: boolean) =>
    database().write((tx) => tx.user.update({ where: { id: machine.id }, data: { isBlocked } }));
  await block(true);
  expect((await use(next)).status).toBe(403);
  await block(false);
  expect((await use(machine.token)).headers.get("deprecation")).toBeNull();
});

test("simultaneous first uses activate a secret once", async () => {
  const next = (await rotate()).body.plain_token;
  const answers = await Promise.all(Array.from({ length: 8 }, () => use(next)));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(await events("personal.access.token.activate")).toHaveLength(1);
});

test("a use of an ended secret is an event, once per address and hour, for 30 days", async () => {
  await rotate({ activate: "now", overlap_seconds: 0 });
  const from = (address: string) =>
    callApi("GET", "/api/groups", {
      token: machine.token,
      headers: { "x-roost-client-address": address, "user-agent": "cron/1" },
    });
  for (const address of ["192.0.2.1", "192.0.2.1", "192.0.2.2"]) {
    expect((await from(address)).status).toBe(401);
    await flushWrites();
  }
  const code = "personal.access.token.old_secret_used";
  expect((await events(code)).map(({ meta }) => meta)).toMatchObject([
    { address: "192.0.2.1", user_agent: "cron/1", target_token_id: machine.tokenId },
    { address: "192.0.2.2" },
  ]);
  pass(3_600_001);
  await from("192.0.2.1");
  expect(await events(code)).toHaveLength(3);
  pass(29 * DAY_MS);
  expect(await pruneSecrets(new Date())).toBe(true);
  await from("192.0.2.1");
  expect(await events(code)).toHaveLength(4);
  pass(DAY_MS);
  await pruneSecrets(new Date());
  expect(await database().read.tokenSecret.count({ where: { tokenId: machine.tokenId } })).toBe(1);
  await from("192.0.2.1");
  expect(await events(code)).toHaveLength(4);
  const parts = await database().read.tokenPart.findMany({ where: { tokenId: machine.tokenId } });
  expect(parts.map(({ part }) => part)).not.toContain(machine.publicId.toLowerCase());
});

test("an ended secret counts as a wrong one for the limiter", async () => {
  await rotate({ activate: "now", overlap_seconds: 0 });
  const statuses: number[] = [];
  for (let at = 0; at < 12; at += 1) statuses.push((await use(machine.token)).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
});

const self = (token: string, body: object = {}) =>
  callApi("POST", "/api/tokens/self/rotate", { token, body });

test("a token rotates itself for at most the lifetime it had, once", async () => {
  expect(await self(machine.token, { expires_in: 31 })).toMatchObject({
    status: 422,
    body: { errors: [{ path: "expires_in" }] },
  });
  expect(
    (await callApi("POST", pathOf(machine), { token: machine.token, body: { expires_in: 31 } }))
      .status,
  ).toBe(422);
  const next = (await self(machine.token, { expires_in: 30 })).body.plain_token;
  expect((await use(next)).status).toBe(200);
  await flushWrites();
  expect(await self(machine.token)).toMatchObject({
    status: 422,
    body: { errors: [{ path: "tokenId" }] },
  });
  expect((await self(next)).status).toBe(200);
  expect((await callApi("POST", "/api/tokens/self/rotate", { cookie, body: {} })).status).toBe(403);
});

test("a rotation with now whose answer was lost can be repeated with the old secret", async () => {
  await self(machine.token, { activate: "now" });
  const next = (await self(machine.token)).body.plain_token;
  expect((await use(next)).status).toBe(200);
});

test("only who may create the token rotates it", async () => {
  const person = await seedMember(account, { role: "user" });
  const reader = await seedMember(account, { role: "user", isServiceUser: true });
  const statusOf = async (by: object, whose: Member) =>
    (await callApi("POST", pathOf(whose), { ...by, body: {} })).status;
  expect(await statusOf({ cookie }, person)).toBe(403);
  expect(await statusOf({ token: person.token }, machine)).toBe(403);
  expect(await statusOf({ token: person.token }, person)).toBe(200);
  expect(await statusOf({ token: machine.token }, reader)).toBe(200);
  expect(await statusOf({ token: reader.token }, reader)).toBe(403);
  const scoped = async (scopes: string[]) => (await seedToken(machine.id, { scopes })).text;
  expect(await statusOf({ token: await scoped(["pats:create"]) }, reader)).toBe(403);
  expect((await self(await scoped(["pats:create"]))).status).toBe(403);
  expect((await self(await scoped(["self:update"]))).status).toBe(200);
  expect(await statusOf({ token: await scoped(["self:update"]) }, reader)).toBe(403);
});

test("every role rotates itself, with no more rights and lifetime, where personal tokens are allowed", async () => {
  const roles = ["user", "auditor", "billing_admin", "network_admin", "admin"] as const;
  for (const role of roles) {
    for (const isServiceUser of [true, false]) {
      const one = await seedMember(account, { role, isServiceUser });
      const scopes = ["groups:read", "self:update"];
      const narrow = await seedToken(one.id, { scopes });
      for (const text of [one.token, narrow.text]) {
        const before = await callApi("GET", "/api/tokens/self", { token: text });
        expect((await self(text, { expires_in: 31 })).status).toBe(422);
        const next = (await self(text)).body.plain_token;
        const { body } = await callApi("GET", "/api/tokens/self", { token: next });
        const { permissions, scopes: kept } = before.body;
        expect([body.permissions, body.scopes]).toEqual([permissions, kept]);
        expect(body.expiration_date).toBe(after(30 * DAY_MS));
      }
    }
  }
  await database().write((tx) =>
    tx.account.updateMany({ data: { settings: { personalTokens: false } } }),
  );
  const person = await seedMember(account, { role: "admin" });
  const reader = await seedMember(account, { role: "user", isServiceUser: true });
  expect((await self(person.token)).status).toBe(403);
  expect((await self(reader.token)).status).toBe(200);
});

test("an expired token and a longer lifetime than the account's are refused", async () => {
  await database().write((tx) =>
    tx.account.updateMany({ data: { settings: { accessTokenMaxDays: 5 } } }),
  );
  expect(await rotate({ expires_in: 6 })).toMatchObject({
    status: 422,
    body: { errors: [{ path: "expires_in" }] },
  });
  const { expiration_date } = (await rotate()).body.personal_access_token;
  expect(expiration_date).toBe(after(5 * DAY_MS));
  pass(2 * DAY_MS);
  ({ cookie } = await seedSession(ownerId));
  expect(await rotate()).toMatchObject({ status: 422, body: { errors: [{ path: "tokenId" }] } });
});

test.each([
  ["overlap_seconds", { overlap_seconds: 604_801 }],
  ["overlap_seconds", { overlap_seconds: -1 }],
  ["activate", { activate: "later" }],
  ["expires_in", { expires_in: 0 }],
])("a wrong %s is 422", async (path, body) => {
  expect(await rotate(body)).toMatchObject({ status: 422, body: { errors: [{ path }] } });
});

test("a secret that others replaced cannot rotate the token, one that replaced itself may repeat it", async () => {
  const self = (token: string, body: object = {}) =>
    callApi("POST", "/api/tokens/self/rotate", { token, body });
  const own = await self(machine.token, { activate: "now" });
  expect(own.status).toBe(200);
  // Both answers are lost: the secret that the caller still has works until its end.
  expect((await self(machine.token, { activate: "now" })).status).toBe(200);
  expect((await use(machine.token)).status).toBe(200);
  expect((await use(own.body.plain_token)).status).toBe(401);
  const other = await seedMember(account, { role: "admin", isServiceUser: true });
  const rotated = await callApi("POST", pathOf(other), { cookie, body: { activate: "now" } });
  expect(rotated.status).toBe(200);
  const repeated = await self(other.token, { activate: "now" });
  expect([repeated.status, repeated.body.errors?.[0]?.path]).toEqual([422, "tokenId"]);
});

test("two tokens of a user rotate themselves with the same Idempotency-Key separately", async () => {
  const second = await seedToken(machine.id);
  const send = (token: string) =>
    callApi("POST", "/api/tokens/self/rotate", {
      token,
      body: {},
      headers: { "idempotency-key": "monthly" },
    });
  expect((await send(machine.token)).status).toBe(200);
  expect((await send(second.text)).status).toBe(422);
});
