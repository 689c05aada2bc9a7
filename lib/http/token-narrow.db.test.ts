import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedToken, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import type { Scopes } from "#lib/policy/scopes.ts";

let team: Team;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
});

const pathOf = (userId: string, tokenId: string) => `/api/users/${userId}/tokens/${tokenId}`;
const ofOwner = async (scopes: Scopes) => {
  const { id, text } = await seedToken(team.owner.id, { scopes });
  return { id, token: text, path: pathOf(team.owner.id, id) };
};
const narrow = (path: string, scopes: unknown, token = team.owner.token) =>
  callApi("POST", `${path}/narrow`, { token, body: { scopes } });
const storedOf = async (id: string) =>
  (await database().read.token.findUniqueOrThrow({ where: { id } })).scopes;
const events = async (tokenId: string) => {
  const where = { activityCode: "personal.access.token.narrow" };
  const rows = await database().read.auditEvent.findMany({ where, orderBy: { id: "asc" } });
  return rows
    .map(({ meta }) => meta as Record<string, string>)
    .filter((meta) => meta.target_token_id === tokenId)
    .map(({ scopes_before, scopes }) => [scopes_before, scopes]);
};

test("a narrowed token acts by its new scopes from the next request on", async () => {
  const { id, token, path } = await ofOwner(null);
  expect((await callApi("GET", "/api/groups", { token })).status).toBe(200);
  const answer = await narrow(path, ["users:read", "groups:create"]);
  expect([answer.status, answer.body.scopes]).toEqual([200, ["groups:create", "users:read"]]);
  const refused = await callApi("GET", "/api/groups", { token });
  expect([refused.status, refused.body.required_scope]).toEqual([403, ["groups:read"]]);
  expect((await callApi("GET", "/api/users", { token })).status).toBe(200);
  expect(await storedOf(id)).toBe("groups:create users:read");
});

test("each step only takes scopes away, and is recorded with the scopes before and after", async () => {
  const { id, path } = await ofOwner(null);
  for (const scopes of [["all"], ["all:read"], ["users:read"], ["users:read"], []]) {
    expect((await narrow(path, scopes)).status).toBe(200);
  }
  expect(await events(id)).toEqual([
    ["the whole role", "all"],
    ["all", "all:read"],
    ["all:read", "users:read"],
    ["users:read", "nothing"],
  ]);
});

test.each<[Scopes, unknown, string]>([
  [["users:read"], ["users:read", "groups:read"], "scopes.1"],
  [["users:read", "users:update"], ["users:write"], "scopes.0"],
  [["all:read"], ["all"], "scopes.0"],
  [["all"], ["self:update"], "scopes.0"],
  [[], ["users:read"], "scopes.0"],
  [null, ["users:raed"], "scopes.0"],
  [null, "users:read", "scopes"],
  [null, undefined, "scopes"],
  [["users:read"], null, "scopes"],
])("from %j to %j is 422 at %s and changes nothing", async (before, wanted, at) => {
  const { id, path } = await ofOwner(before);
  const stored = await storedOf(id);
  const { status, body } = await narrow(path, wanted);
  expect([status, body.errors?.[0]?.path]).toEqual([422, at]);
  expect(await storedOf(id)).toBe(stored);
});

test("a limit that is not supported is refused, and PUT and PATCH stay 405", async () => {
  const { id, path } = await ofOwner(null);
  const { token } = team.owner;
  const body = { scopes: ["users:read"], read_only: true };
  const refused = await callApi("POST", `${path}/narrow`, { token, body });
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, "read_only"]);
  for (const method of ["PUT", "PATCH"] as const) {
    expect((await callApi(method, path, { token, body })).status).toBe(405);
  }
  expect(await storedOf(id)).toBeNull();
});

test("users narrow their own tokens, owners and admins all, and others none", async () => {
  const { person, reader, auditor, admin } = team;
  const own = pathOf(person.id, (await seedToken(person.id)).id);
  expect((await narrow(own, ["users:read"], auditor.token)).status).toBe(403);
  expect((await narrow(own, ["users:read"], reader.token)).status).toBe(403);
  expect((await narrow(own, ["users:read"], person.token)).status).toBe(200);
  expect((await narrow(own, [], admin.token)).status).toBe(200);
  const { token } = await ofOwner(["pats:create", "pats:read"]);
  const refused = await narrow(own, [], token);
  expect([refused.status, refused.body.required_scope]).toEqual([403, ["pats:update"]]);
  expect((await narrow(pathOf(person.id, "none"), [], admin.token)).status).toBe(404);
  expect((await narrow(pathOf(reader.id, own.split("/").at(-1) ?? ""), [])).status).toBe(404);
});

test("two narrowings at a time leave no scope that either took away", async () => {
  const { id, path } = await ofOwner(["users:read", "groups:read"]);
  const holding = await holdWrites();
  const first = narrow(path, ["users:read"]);
  await holding.waiting;
  await holding.release((tx) =>
    tx.token.update({ where: { id }, data: { scopes: "groups:read" } }),
  );
  expect((await first).status).toBe(422);
  expect(await storedOf(id)).toBe("groups:read");
});

test("networks are narrowed like scopes, alone or with them", async () => {
  const { id, path } = await ofOwner(["users:read"]);
  const body = { allowed_networks: ["127.0.0.0/8", "10.0.0.0/8"] };
  const { token } = team.owner;
  const send = (more: object) => callApi("POST", `${path}/narrow`, { token, body: more });
  const first = await send(body);
  expect([first.status, first.body.scopes]).toEqual([200, ["users:read"]]);
  expect(first.body.allowed_networks).toHaveLength(2);
  const second = await send({ scopes: [], allowed_networks: ["10.1.0.0/16"] });
  expect(second.body).toMatchObject({ scopes: [], allowed_networks: ["10.1.0.0/16"] });
  for (const wider of [["10.0.0.0/8"], ["10.1.0.0/16", "192.0.2.1/32"], ["0.0.0.0/0"]]) {
    const { status, body } = await send({ allowed_networks: wider });
    expect([status, body.errors[0].path]).toEqual([422, "allowed_networks"]);
  }
  const { allowedNetworks } = await database().read.token.findUniqueOrThrow({ where: { id } });
  expect(allowedNetworks).toBe("10.1.0.0/16");
  expect(await events(id)).toEqual([
    [undefined, undefined],
    ["users:read", "nothing"],
  ]);
});
