import { beforeAll, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { accessToken, generatedToken } from "#lib/contract/tokens.ts";
import { readTokenText } from "#lib/crypto/token-text.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team, type Who } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const make = (who: Who, userId: string, body: unknown = { name: "t", expires_in: 1 }) =>
  callApi("POST", `/api/users/${userId}/tokens`, { token: team[who].token, body });
const list = (who: Who, userId: string) =>
  callApi("GET", `/api/users/${userId}/tokens`, { token: team[who].token });
const one = (method: "GET" | "DELETE", who: Who, userId: string, tokenId: string) =>
  callApi(method, `/api/users/${userId}/tokens/${tokenId}`, { token: team[who].token });
const newMachine = () => seedUser(team.account, { role: "user", isServiceUser: true });

test("a plain token is returned once, in NetBird's format", async () => {
  const { id } = await newMachine();
  const made = await make("admin", id, { name: "deploy", expires_in: 30 });
  expect(made.status).toBe(200);
  expect(generatedToken.strict().safeParse(made.body).error).toBeUndefined();
  expect(readTokenText(made.body.plain_token, "nbp_")).not.toBeNull();
  const stored = made.body.personal_access_token;
  expect(stored).toEqual({
    id: expect.stringMatching(/^[0-9a-v]{20}$/),
    name: "deploy",
    created_by: team.admin.id,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    expiration_date: expect.stringMatching(/Z$/),
  });
  expect((await one("GET", "admin", id, stored.id)).body).toEqual(stored);
  expect((await list("admin", id)).body).toEqual([stored]);
  expect(made.headers.get("cache-control")).toBe("no-store");
});

test.each([1, 30, 364, 365])(
  "a token of %i days expires exactly so many times 24 hours after its creation",
  async (days) => {
    const { id } = await newMachine();
    const made = await make("owner", id, { name: "t", expires_in: days });
    const { created_at, expiration_date } = made.body.personal_access_token;
    expect(Date.parse(expiration_date) - Date.parse(created_at)).toBe(days * DAY_MS);
    expect(Math.abs(Date.parse(created_at) - Date.now())).toBeLessThan(60_000);
  },
);

test("an empty list is [], a full one newest first in a stable order", async () => {
  const { id } = await newMachine();
  expect(await list("owner", id)).toMatchObject({ status: 200, body: [] });
  for (const name of ["a", "b", "c"]) await make("owner", id, { name, expires_in: 1 });
  await database().write((tx) =>
    tx.token.updateMany({ where: { userId: id, name: "a" }, data: { createdAt: new Date(0) } }),
  );
  const same = new Date("2026-01-01T00:00:00Z");
  await database().write((tx) =>
    tx.token.updateMany({ where: { userId: id, NOT: { name: "a" } }, data: { createdAt: same } }),
  );
  const names = async () =>
    (await list("owner", id)).body.map(({ name }: { name: string }) => name);
  const first = await names();
  expect(first.at(-1)).toBe("a");
  expect(await names()).toEqual(first);
});

test("last_used and last_used_ip are absent until the first use", async () => {
  const { id } = await newMachine();
  const made = await make("owner", id);
  const { id: tokenId } = made.body.personal_access_token;
  const unused = (await one("GET", "owner", id, tokenId)).body;
  for (const field of ["last_used", "last_used_ip"]) expect(unused).not.toHaveProperty(field);
  await callApi("GET", "/api/users", {
    token: made.body.plain_token,
    headers: { "x-roost-client-address": "192.0.2.7" },
  });
  await flushWrites();
  const { body } = await one("GET", "owner", id, tokenId);
  expect(accessToken.strict().safeParse(body).error).toBeUndefined();
  expect(body.last_used_ip).toBe("192.0.2.7");
  expect(Math.abs(Date.parse(body.last_used) - Date.now())).toBeLessThan(60_000);
});

test("a revoked token is gone with {}, and only that one", async () => {
  const { id } = await newMachine();
  const [first, second] = [await make("owner", id), await make("owner", id)];
  const { id: tokenId } = first.body.personal_access_token;
  expect(await one("DELETE", "admin", id, tokenId)).toMatchObject({ status: 200, body: {} });
  const use = async (token: string) => (await callApi("GET", "/api/users", { token })).status;
  expect(await use(first.body.plain_token)).toBe(401);
  expect(await use(second.body.plain_token)).toBe(200);
  const gone = { status: 404, body: { message: `pat: ${tokenId} not found`, code: 404 } };
  expect(await one("DELETE", "admin", id, tokenId)).toMatchObject(gone);
  expect(await one("GET", "admin", id, tokenId)).toMatchObject(gone);
});

test("a token may revoke itself, once", async () => {
  const { id } = await seedUser(team.account, { role: "admin", isServiceUser: true });
  const made = await make("owner", id);
  const token: string = made.body.plain_token;
  const path = `/api/users/${id}/tokens/${made.body.personal_access_token.id}`;
  expect((await callApi("DELETE", path, { token })).status).toBe(200);
  expect((await callApi("DELETE", path, { token })).status).toBe(401);
});

test("a token is found only below its own user; the 404 has its ID in lower case", async () => {
  for (const method of ["GET", "DELETE"] as const) {
    expect(await one(method, "owner", team.reader.id, team.machine.tokenId)).toMatchObject({
      status: 404,
      body: { message: `pat: ${team.machine.tokenId} not found` },
    });
    expect(await one(method, "owner", team.reader.id, "NoSuchToken")).toMatchObject({
      status: 404,
      body: { message: "pat: nosuchtoken not found" },
    });
  }
  expect((await callApi("GET", "/api/users", { token: team.machine.token })).status).toBe(200);
});

test("names may repeat, and a blocked user may get a token that works once unblocked", async () => {
  const machine = await seedUser(team.account, {
    role: "user",
    isServiceUser: true,
    isBlocked: true,
  });
  const [first, second] = [await make("owner", machine.id), await make("owner", machine.id)];
  expect([first.status, second.status]).toEqual([200, 200]);
  expect((await callApi("GET", "/api/users", { token: first.body.plain_token })).status).toBe(403);
});

test("a name keeps every allowed character as sent", async () => {
  const { id } = await newMachine();
  const name = '  <b>&"\'; DROP TABLE "Token" -- \u00e9e\u0301 👩‍🚀 \u200f\u200b ';
  const made = await make("owner", id, { name, expires_in: 1 });
  expect(made.body.personal_access_token.name).toBe(name);
  expect((await list("owner", id)).body[0].name).toBe(name);
});
