import { beforeEach, expect, test } from "vitest";
import { database } from "#lib/db/database.ts";
import { migrate } from "#lib/db/migrations.ts";
import { callApi } from "#lib/testing/api.ts";
import { freshDatabase, freshDatabaseUrl } from "#lib/testing/database.ts";
import { fill, folderOf, names, using } from "#lib/testing/migrations.ts";
import { seedSession, seedUser, useTestSettings } from "#lib/testing/seed.ts";
import { seedTeam, type Team } from "#lib/testing/team.ts";

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
async function make(userId: string, credential: object): Promise<Made> {
  const { body, status } = await callApi("POST", `/api/users/${userId}/tokens`, {
    ...credential,
    body: { name: "made", expires_in: 1 },
  });
  expect(status).toBe(200);
  return { id: body.personal_access_token.id, token: body.plain_token };
}
const madeBy = async (id: string, credential: object = { cookie }) => {
  const path = `/api/tokens?created_by_token_id=${id}`;
  return (await callApi("GET", path, credential)).body.map((one: { id: string }) => one.id).sort();
};
const revoke = (id: string) =>
  callApi("POST", "/api/tokens/revoke", { cookie, body: { filter: { created_by_token_id: id } } });
const ids = (...made: Made[]) => made.map(({ id }) => id).sort();

test("what a token created is found with all that came of it, and nothing else", async () => {
  const first = await make(machine, { cookie });
  const second = await make(machine, first);
  const third = await make(team.reader.id, second);
  const sibling = await make(machine, first);
  const other = await make(machine, { token: team.machine.token });
  expect(await madeBy(first.id)).toEqual(ids(second, third, sibling));
  expect(await madeBy(second.id)).toEqual(ids(third));
  expect(await madeBy(third.id)).toEqual([]);
  expect(await madeBy(team.machine.tokenId)).toEqual(ids(other));
  expect(await madeBy("NoSuchToken")).toEqual([]);
});

test("a chain holds when its middle has revoked itself, and when its beginning is gone", async () => {
  const first = await make(machine, { cookie });
  const second = await make(machine, first);
  const third = await make(machine, second);
  const own = `/api/users/${machine}/tokens/${second.id}`;
  expect((await callApi("DELETE", own, { token: second.token })).status).toBe(200);
  expect(await madeBy(first.id)).toEqual(ids(third));
  expect(
    (await callApi("DELETE", `/api/users/${machine}/tokens/${first.id}`, { cookie })).status,
  ).toBe(200);
  expect(await madeBy(first.id)).toEqual(ids(third));
  expect(await revoke(first.id)).toMatchObject({ status: 200, body: { deleted: 1 } });
  expect((await callApi("GET", "/api/users", { token: third.token })).status).toBe(401);
});

test("whose token it was does not show to those who may not read the tokens it made", async () => {
  const first = await make(machine, { cookie });
  await make(team.reader.id, first);
  expect(await madeBy(first.id, { token: team.auditor.token })).toEqual([]);
  expect(await madeBy(first.id, { token: team.reader.token })).toHaveLength(1);
});

test("a token that a session creates has no token behind it", async () => {
  await make(machine, { cookie });
  expect(await database().read.tokenAncestor.count()).toBe(0);
});

test("after the upgrade the last use and what the audit log knows of are there", async () => {
  const before = names.findIndex((name) => name.endsWith("_token_ancestors"));
  const url = await freshDatabaseUrl("empty");
  await migrate(url, folderOf(before));
  await fill(url);
  const [first, second] = await using(url, async ({ read, write }) => {
    const tokens = await read.token.findMany({
      orderBy: { id: "asc" },
      select: { id: true, lastUsedAt: true, userId: true },
    });
    const [one, two] = tokens;
    const event = await read.auditEvent.findFirstOrThrow();
    const made = (id: number, token_id = "", target_token_id = "") => ({
      ...event,
      id,
      activityCode: "personal.access.token.create",
      meta: { token_id, target_token_id },
    });
    // The token between the two is revoked.
    const data = [made(900_001, one?.id, "gone"), made(900_002, "gone", two?.id)];
    await write((tx) => tx.auditEvent.createMany({ data }));
    return tokens;
  });
  await migrate(url);
  const [ancestors, users] = await using(url, async ({ read }) => [
    await read.tokenAncestor.findMany(),
    await read.user.findMany({ select: { id: true, lastUsedAt: true } }),
  ]);
  expect(ancestors?.toSorted((a, b) => a.depth - b.depth)).toEqual([
    { tokenId: second?.id, ancestorId: "gone", depth: 1 },
    { tokenId: second?.id, ancestorId: first?.id, depth: 2 },
  ]);
  const usedBy = new Map(users?.map(({ id, lastUsedAt }) => [id, lastUsedAt]));
  expect(usedBy.get(first?.userId ?? "")).toEqual(first?.lastUsedAt);
});
