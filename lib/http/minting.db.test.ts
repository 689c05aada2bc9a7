import { beforeAll, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, holdWrites, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedMember, seedTeam, type Team } from "#lib/dev/testing/team.ts";
import type { Scopes } from "#lib/policy/scopes.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam({ accessTokenMaxPerUser: 1000 });
});

const tokensOf = (userId: string) => `/api/users/${userId}/tokens`;
const mint = (credential: { token: string } | { cookie: string }, userId: string, more: object) =>
  callApi("POST", tokensOf(userId), {
    ...credential,
    body: { name: "minted", expires_in: 1, ...more },
  });
/** A token of the owner with these scopes that ends in 30 days. */
const ofOwner = async (scopes: Scopes) => {
  const expiresAt = new Date(Date.now() + 30 * DAY_MS);
  const { text, id } = await seedToken(team.owner.id, { scopes, expiresAt });
  return { token: text, id };
};
const count = () => database().read.token.count();

test("scopes are stored sorted and once, and shown by creation, token, list, inventory and export", async () => {
  const wanted = { scopes: ["users:read", "groups:write", "users:read"] };
  const stored = ["groups:write", "users:read"];
  const { token } = team.owner;
  const { id } = team.reader;
  const made = await mint({ token }, id, wanted);
  const tokenId = made.body.personal_access_token.id;
  expect(made.body.personal_access_token.scopes).toEqual(stored);
  const get = async (path: string) => (await callApi("GET", path, { token })).body;
  expect((await get(`${tokensOf(id)}/${tokenId}`)).scopes).toEqual(stored);
  for (const path of [tokensOf(id), `/api/tokens?id=${tokenId}`]) {
    const items = await get(path);
    expect(items.find((one: { id: string }) => one.id === tokenId).scopes).toEqual(stored);
  }
  const json = await get("/api/tokens/export?format=json");
  expect(json.find((one: { id: string }) => one.id === tokenId).scopes).toEqual(stored);
});

test("a token without scopes has no field of them, and an empty list stays an empty list", async () => {
  const { token } = team.owner;
  for (const [more, expected] of [
    [{}, undefined],
    [{ scopes: null }, undefined],
    [{ scopes: [] }, []],
    [{ SCOPES: ["groups:read"] }, ["groups:read"]],
  ] as const) {
    const { body } = await mint({ token }, team.reader.id, more);
    expect(body.personal_access_token.scopes).toEqual(expected);
    expect("scopes" in body.personal_access_token).toBe(expected !== undefined);
  }
});

test.each([
  [["users:raed"], "scopes.0", "the nearest is users:read"],
  [["users:read", "grups:write"], "scopes.1", "the nearest is groups:write"],
  [["users:read", ""], "scopes.1", "is not a known scope"],
  [["users:*"], "scopes.0", "is not a known scope"],
  [["service:Not-A-Slug"], "scopes.0", "is not a known scope"],
  [[7], "scopes.0", "must be a string"],
  ["users:read", "scopes", "must be a list"],
  [Array.from({ length: 65 }, () => "users:read"), "scopes", "at most 64"],
])("scopes %j are 422 at %s: %s", async (scopes, path, message) => {
  const before = await count();
  const { status, body } = await mint({ token: team.owner.token }, team.owner.id, { scopes });
  expect([status, body.errors[0].path]).toEqual([422, path]);
  expect(body.errors[0].message).toContain(message);
  expect(await count()).toBe(before);
});

test("a session and a token without scopes mint any scopes, and for longer than they last", async () => {
  const { text } = await seedToken(team.owner.id);
  const { cookie } = await seedSession(team.owner.id);
  for (const credential of [{ token: text }, { cookie }]) {
    for (const scopes of [undefined, ["all", "self:update"], []]) {
      const body = { expires_in: 365, ...(scopes && { scopes }) };
      expect((await mint(credential, team.machine.id, body)).status).toBe(200);
    }
  }
});

test("a token without pats:create mints nothing", async () => {
  const { token } = await ofOwner(["pats:read", "users:write"]);
  const { status, body } = await mint({ token }, team.owner.id, { scopes: [] });
  expect([status, body.required_scope]).toEqual([403, ["pats:create"]]);
});

const REFUSED: [string, Scopes, object, RegExp][] = [
  ["wider scopes", ["pats:create"], { scopes: ["pats:write"] }, /scopes within its own/],
  ["no scopes", ["pats:write"], {}, /scopes within its own/],
  ["another scope of Roost's", ["all"], { scopes: ["self:update"] }, /scopes within its own/],
  ["a later expiry", ["pats:create"], { scopes: [], expires_in: 30 }, /expire no later/],
];

test.each(REFUSED)("a token mints none with %s, and hashes nothing", async (_, own, more, text) => {
  const caller = await ofOwner(own);
  // Its first use proves the secret.
  await callApi("GET", "/api/users/current", caller);
  const before = await count();
  const work = await bcryptDuring(async () => {
    const { status, body } = await mint(caller, team.owner.id, more);
    expect([status, body.message]).toEqual([403, expect.stringMatching(text)]);
    expect(body).not.toHaveProperty("required_scope");
  });
  expect(work).toEqual(workOf({}));
  expect(await count()).toBe(before);
});

test("a token mints only for owners who get no right that it lacks", async () => {
  const admin = await seedMember(team.account, { role: "network_admin", isServiceUser: true });
  const own = await seedToken(admin.id, { scopes: ["pats:create", "users:write"] });
  const made = await mint({ token: own.text }, admin.id, { scopes: ["users:write"] });
  expect(made.status).toBe(403);
  expect(made.body.message).toMatch(/expire no later/);
  const expiresAt = new Date(Date.now() + 2 * DAY_MS);
  const lasting = await seedToken(admin.id, { scopes: ["pats:create", "users:write"], expiresAt });
  expect((await mint({ token: lasting.text }, admin.id, { scopes: ["users:write"] })).status).toBe(
    200,
  );
});

test("absent scopes mean all for a token with scopes, which cannot shed them", async () => {
  const { token } = await ofOwner(["all"]);
  const made = await mint({ token }, team.owner.id, {});
  expect(made.body.personal_access_token.scopes).toEqual(["all"]);
});

test("a token that is narrowed while its creation waits mints by the new scopes", async () => {
  const { token, id } = await ofOwner(["pats:create", "groups:read"]);
  const holding = await holdWrites();
  const created = mint({ token }, team.owner.id, { scopes: ["groups:read"] });
  await holding.waiting;
  await holding.release((tx) =>
    tx.token.update({ where: { id }, data: { scopes: "pats:create" } }),
  );
  const { status, body } = await created;
  expect([status, body.message]).toEqual([403, expect.stringMatching(/scopes within its own/)]);
});

test("the audit event of a token with scopes lists them", async () => {
  await mint({ token: team.owner.token }, team.owner.id, { scopes: ["users:read", "all:read"] });
  await mint({ token: team.owner.token }, team.owner.id, {});
  const rows = await database().read.auditEvent.findMany({
    where: { activityCode: "personal.access.token.create" },
    orderBy: { id: "desc" },
    take: 2,
  });
  const [plain, scoped] = rows.map(({ meta }) => meta as Record<string, string>);
  expect(plain).not.toHaveProperty("scopes");
  expect(scoped?.scopes).toBe("all:read users:read");
});
