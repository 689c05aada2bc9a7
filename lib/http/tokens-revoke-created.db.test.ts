import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { seedSession, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { REVOKE_FILTER_MAX } from "#lib/services/tokens/revoke-tokens.ts";

let team: Team;
let machine: string;
let cookie: string;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  team = await seedTeam();
  machine = (await seedUser(team.account, { role: "admin", isServiceUser: true })).id;
  cookie = (await seedSession(team.owner.id)).cookie;
});

type Made = { id: string; token: string };
const create = (credential: object) =>
  callApi("POST", `/api/users/${machine}/tokens`, {
    ...credential,
    body: { name: "made", expires_in: 1 },
  });
async function make(credential: object): Promise<Made> {
  const { body, status } = await create(credential);
  expect(status).toBe(200);
  return { id: body.personal_access_token.id, token: body.plain_token };
}
const revoke = (body: object) => callApi("POST", "/api/tokens/revoke", { cookie, body });
const left = async () => {
  const where = { userId: machine };
  return (await database().read.token.findMany({ where })).map(({ id }) => id).sort();
};
const ids = (...made: Made[]) => made.map(({ id }) => id).sort();

test("with_created revokes tokens and all their descendants in one step, and nothing else", async () => {
  const stolen = await make({ cookie });
  const child = await make(stolen);
  const grandchild = await make(child);
  const other = await make({ cookie });
  const ofOther = await make(other);
  const body = { ids: [stolen.id], with_created: true };
  const planned = await revoke({ ...body, dry_run: true });
  expect(planned.body).toMatchObject({ matched: 3, deleted: 0 });
  expect(planned.body.tokens[0].id).toBe(stolen.id);
  expect(await left()).toEqual(ids(stolen, child, grandchild, other, ofOther));
  const done = await revoke(body);
  expect(done.body).toEqual({ ...planned.body, deleted: 3 });
  expect(await left()).toEqual(ids(other, ofOther));
  const where = { activityCode: "personal.access.token.delete" };
  expect(await database().read.auditEvent.count({ where })).toBe(3);
  expect((await callApi("GET", "/api/users", { token: grandchild.token })).status).toBe(401);
});

test("descendants stay without with_created", async () => {
  const first = await make({ cookie });
  const child = await make(first);
  expect((await revoke({ ids: [first.id], with_created: false })).body.deleted).toBe(1);
  expect(await left()).toEqual(ids(child));
});

test("a selected token created by another selected one is revoked once", async () => {
  const first = await make({ cookie });
  const child = await make(first);
  const filter = { user_id: machine };
  const answer = await revoke({ filter, with_created: true });
  expect(answer.body).toMatchObject({ matched: 2, deleted: 2 });
  expect((await revoke({ ids: [first.id, child.id], with_created: true })).status).toBe(404);
});

test.each(["before", "after"])(
  "a creation by the token that is queued %s the revocation leaves no token",
  async (order) => {
    const stolen = await make({ cookie });
    const { waiting, release } = await holdWrites();
    const asks = [() => create(stolen), () => revoke({ ids: [stolen.id], with_created: true })];
    if (order === "after") asks.reverse();
    const first = asks[0]?.();
    await waiting;
    const second = asks[1]?.();
    await release(async () => {});
    expect([(await first)?.status, (await second)?.status]).toEqual(
      order === "before" ? [200, 200] : [200, 401],
    );
    expect(await left()).toEqual([]);
  },
);

test("over the limit of one call nothing is revoked", async () => {
  const first = await make({ cookie });
  const at = new Date();
  const many = Array.from({ length: REVOKE_FILTER_MAX }, (_, n) => `many-${n}`);
  await database().write(async (tx) => {
    await tx.token.createMany({
      data: many.map((id) => ({
        ...{ id, userId: machine, name: "many", nameKey: "many", publicId: id },
        ...{ expiresAt: at, createdAt: at, createdBy: machine },
      })),
    });
    const rows = many.map((tokenId) => ({ tokenId, ancestorId: first.id, depth: 1 }));
    await tx.tokenAncestor.createMany({ data: rows });
  });
  const refused = await revoke({ ids: [first.id], with_created: true });
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, "with_created"]);
  expect(await database().read.token.count({ where: { userId: machine } })).toBe(many.length + 1);
  expect((await revoke({ ids: [first.id] })).body.deleted).toBe(1);
  const rest = { filter: { created_by_token_id: first.id } };
  expect((await revoke(rest)).body.deleted).toBe(many.length);
});
