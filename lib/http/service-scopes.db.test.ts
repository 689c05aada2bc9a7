import { beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#lib/contract/durations.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedService } from "#lib/dev/testing/protected-services.ts";
import { seedAccount, seedSession, seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";

const OPEN = { roles: null, groups: [], methods: null };

let team: Team;
let cookie: string;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  ({ cookie } = await seedSession(team.owner.id));
});

const mint = (scopes: string[], userId = team.owner.id, credential: object = { cookie }) =>
  callApi("POST", `/api/users/${userId}/tokens`, {
    ...credential,
    body: { name: "t", expires_in: 1, scopes },
  });
const narrow = (id: string, scopes: string[], userId = team.reader.id, credential?: object) =>
  callApi("POST", `/api/users/${userId}/tokens/${id}/narrow`, {
    ...(credential ?? { cookie }),
    body: { scopes },
  });
const createService = (slug: string) =>
  callApi("POST", "/api/protected-services", { cookie, body: { slug, ...OPEN } });

test("a token is created with the scope of a service of its account alone", async () => {
  await seedService(await seedAccount(), { slug: "other" });
  await seedService(team.account, { slug: "wiki" });
  await seedService(team.account, { slug: "grafana" });
  for (const slug of ["wikki", "other"]) {
    const before = await database().read.token.count();
    const { status, body } = await mint(["groups:read", `service:${slug}`, "service:wiki"]);
    expect([status, body.errors]).toEqual([
      422,
      [
        {
          path: "scopes.1",
          message: "scopes.1 names no protected service; the nearest is service:wiki",
        },
      ],
    ]);
    expect(await database().read.token.count()).toBe(before);
  }
  expect((await mint(["groups:read", "service:wiki"])).status).toBe(200);
});

test("who may not list services learns no slug from a refusal", async () => {
  await seedService(team.account, { slug: "wiki" });
  const { cookie } = await seedSession(team.person.id);
  const { status, body } = await mint(["service:wikki"], team.person.id, { cookie });
  expect([status, body.message]).toEqual([422, "scopes.0 names no protected service"]);
});

test("a slug that a token names is free for a service only once no token names it", async () => {
  const { text, id } = await seedToken(team.reader.id, { scopes: ["groups:read", "service:wiki"] });
  const expired = await seedToken(team.reader.id, {
    scopes: ["service:wiki"],
    expiresAt: new Date(Date.now() - 1000),
  });
  const similar = await seedToken(team.reader.id, { scopes: ["service:wiki-2", "service:a-wiki"] });
  expect((await createService("wiki")).body).toMatchObject({
    message: expect.stringContaining("2 access tokens have the scope service:wiki"),
    errors: [{ path: "slug" }],
  });
  await callApi("DELETE", `/api/users/${team.reader.id}/tokens/${expired.id}`, { cookie });
  expect((await createService("wiki")).body.message).toContain("1 access token has");
  expect((await narrow(id, ["groups:read"])).status).toBe(200);
  expect((await createService("wiki")).status).toBe(200);
  expect((await callApi("GET", "/api/groups", { token: text })).status).toBe(200);
  expect(similar.id).toBeDefined();
});

test("a deleted service leaves tokens with a scope that no later service gets", async () => {
  const { body: service } = await createService("wiki");
  const { body: made } = await mint(["service:wiki"]);
  const deletion = await callApi("DELETE", `/api/protected-services/${service.id}`, { cookie });
  expect(deletion.status).toBe(200);
  const { id, scopes } = made.personal_access_token;
  expect(scopes).toEqual(["service:wiki"]);
  expect((await createService("wiki")).status).toBe(422);
  expect((await narrow(id, ["service:wiki"], team.owner.id)).status).toBe(200);
  expect((await mint(["service:wiki"])).status).toBe(422);
});

test("narrowing never opens a service to a token, not even to one with its whole role", async () => {
  await seedService(team.account, { slug: "wiki" });
  await seedService(team.account, { slug: "notes" });
  for (const scopes of [null, ["all"], ["service:notes"], ["groups:read"]]) {
    const { id, text } = await seedToken(team.reader.id, { scopes });
    for (const credential of [{ cookie }, { token: text }]) {
      const wanted = scopes?.includes("all") ? ["all", "service:wiki"] : ["service:wiki"];
      const { status } = await narrow(id, wanted, team.reader.id, credential);
      const mayNarrow = scopes === null || scopes.includes("all") || "cookie" in credential;
      expect(status, `${scopes}`).toBe(mayNarrow ? 422 : 403);
    }
    expect(await database().read.token.findUnique({ where: { id } })).toMatchObject({
      scopes: scopes?.join(" ") ?? null,
    });
  }
});

test("what a service accepts is named in its place by who could create such a token", async () => {
  await seedService(team.account, { slug: "wiki", alsoAccepts: ["all", "all:read", "unscoped"] });
  for (const [scopes, wanted, status] of [
    [null, ["service:wiki"], 200],
    [["all"], ["groups:read", "service:wiki"], 200],
    // For reading only.
    [["all:read"], ["service:wiki"], 422],
  ] as const) {
    const { id } = await seedToken(team.reader.id, { scopes });
    expect((await narrow(id, [...wanted])).status, `${scopes}`).toBe(status);
  }
  // A service user of this role creates no token, so it names no service either.
  const own = await seedToken(team.reader.id);
  const byItself = await narrow(own.id, ["service:wiki"], team.reader.id, { token: own.text });
  expect(byItself.status).toBe(422);
  const { text: limited } = await seedToken(team.owner.id, { scopes: ["pats:write"] });
  const byLimited = await narrow(own.id, ["service:wiki"], team.reader.id, { token: limited });
  expect(byLimited.status).toBe(422);
});

/** A token that opened the services on thirty days. */
async function usedToken(scopes: string[] | null, slugs: string[]) {
  const { id } = await seedToken(team.reader.id, { scopes });
  const days = Array.from({ length: 30 }, (_, ago) =>
    new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10),
  );
  await database().write(async (tx) => {
    const createdAt = new Date(Date.now() - 100 * DAY_MS);
    await tx.token.update({ where: { id }, data: { createdAt } });
    const accountId = team.account.id;
    for (const day of days) {
      await tx.dailyUse.upsert({
        ...{ where: { accountId_day: { accountId, day } }, update: {} },
        create: { accountId, day, count: 1 },
      });
      const data = slugs.map((slug) => ({ operation: `verify:${slug}`, count: 1 }));
      await tx.tokenUse.createMany({
        data: data.map((use) => ({ ...use, accountId, tokenId: id, day })),
      });
    }
  });
  return { id, path: `/api/users/${team.reader.id}/tokens/${id}` };
}

test("advice names the services that a token opened and still opens, and can be applied", async () => {
  await seedService(team.account, { slug: "wiki", alsoAccepts: ["unscoped"] });
  await seedService(team.account, { slug: "closed" });
  const { id, path } = await usedToken(null, ["wiki", "closed", "deleted"]);
  const { body } = await callApi("GET", `${path}/advice`, { cookie });
  expect(body).toMatchObject({ calls: 30, advised_scopes: ["service:wiki"] });
  expect(body.unknown_operations).toBeUndefined();
  expect((await narrow(id, body.advised_scopes)).status).toBe(200);
});

test("usage says which service a token opened", async () => {
  await seedService(team.account, { slug: "wiki" });
  const { path } = await usedToken(["service:wiki"], ["wiki"]);
  const { body } = await callApi("GET", `${path}/usage`, { cookie });
  expect(body.by_operation).toMatchObject([{ operation: "verify:wiki", summary: "Opened wiki" }]);
  expect("path" in body.by_operation[0]).toBe(false);
});

test("a token mints the scope of a service only if it has that scope or no scopes", async () => {
  await seedService(team.account, { slug: "wiki", alsoAccepts: ["all"] });
  await seedService(team.account, { slug: "notes" });
  for (const [scopes, status] of [
    [null, 200],
    [["pats:create", "service:wiki"], 200],
    [["pats:create", "service:notes"], 403],
    [["all"], 403],
  ] as const) {
    const { text } = await seedToken(team.owner.id, { scopes });
    const expiring = { name: "t", scopes: ["service:wiki"] };
    const end = new Date(Date.now() + 3_600_000).toISOString();
    const answer = await callApi("POST", `/api/users/${team.machine.id}/tokens`, {
      token: text,
      body: { ...expiring, expires_at: end },
    });
    expect([scopes, answer.status]).toEqual([scopes, status]);
  }
});

test("the token list finds the tokens that hold the scope of a service", async () => {
  const held = await seedToken(team.reader.id, { scopes: ["service:wiki"] });
  await seedToken(team.reader.id, { scopes: null });
  await seedToken(team.reader.id, { scopes: ["all", "service:wiki-2"] });
  const { body } = await callApi("GET", "/api/tokens?scope=service:wiki", { cookie });
  expect(body.map(({ id }: { id: string }) => id)).toEqual([held.id]);
});
