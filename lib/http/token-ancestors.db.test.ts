import { beforeEach, expect, test } from "vitest";
import { createTokenBody } from "#lib/contract/tokens.ts";
import { database } from "#lib/db/database.ts";
import { migrate } from "#lib/db/migrations.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { freshDatabase, freshDatabaseUrl } from "#lib/dev/testing/database.ts";
import { fill, folderOf, names, using } from "#lib/dev/testing/migrations.ts";
import { seedSession, seedUser, useTestSettings } from "#lib/dev/testing/seed.ts";
import { seedTeam, type Team } from "#lib/dev/testing/team.ts";
import { insertToken } from "#lib/services/tokens/create-token.ts";
import { createdByTokens } from "#lib/services/tokens/token-ancestors.ts";

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

test("a token is found with all its descendants, and nothing else", async () => {
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

test("a chain survives the revocation of its middle and of its first token", async () => {
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

/** How many tokens of a chain one transaction writes: all at once take longer than it may. */
const PART = 50;

/** Creates a chain of tokens of the machine, each by the one before, and returns their IDs. */
async function makeChain(length: number): Promise<string[]> {
  const { read, write } = database();
  const owner = await read.user.findUniqueOrThrow({ where: { id: machine } });
  const ids = [(await make(machine, { cookie })).id];
  const origin = { requestId: "r", address: "192.0.2.1", userAgent: "a" };
  const initiator = { ...team.owner, userId: machine, accountId: owner.accountId, origin };
  const wanted = createTokenBody.parse({ name: "made", expires_in: 1 });
  while (ids.length < length) {
    const made = await write(async (tx) => {
      const part: string[] = [];
      while (part.length < Math.min(PART, length - ids.length)) {
        const credential = { kind: "token" as const, id: part.at(-1) ?? ids.at(-1) ?? "" };
        const at = String(ids.length + part.length).padStart(5, "0");
        const stored = { publicId: `chain${at}`, hash: "none" };
        const actor = { ...initiator, credential };
        part.push((await insertToken(tx, actor, owner, wanted, stored)).id);
      }
      return part;
    });
    ids.push(...made);
  }
  return ids;
}

test("a chain of any length leads from its first to its last token, even if all between are gone", async () => {
  const chain = await makeChain(650);
  const last = chain.at(-1) ?? "";
  const read = async (id: string) => {
    const path = `/api/tokens?created_by_token_id=${id}&page_size=500`;
    return (await callApi("GET", path, { cookie })).body.map((one: { id: string }) => one.id);
  };
  expect(await read(chain[0] ?? "")).toEqual(chain.slice(150).reverse());
  for (const at of [198, 199, 200, 201, 202, 400, 401, 402, 648]) {
    expect(await read(chain[at] ?? ""), String(at)).toEqual(
      chain.slice(Math.max(at + 1, 150)).reverse(),
    );
  }
  expect(await database().read.tokenAncestor.count()).toBeLessThan(650 * 201);
  for (let at = 1; at < chain.length - 1; at += PART) {
    const between = { id: { in: chain.slice(at, Math.min(at + PART, chain.length - 1)) } };
    await database().write((tx) => tx.token.deleteMany({ where: between }));
  }
  for (const at of [0, 1, 199, 200, 201, 400, 648]) {
    expect(await read(chain[at] ?? ""), String(at)).toEqual([last]);
  }
  expect(await revoke(chain[0] ?? "")).toMatchObject({ body: { deleted: 1 } });
});

test("a token's ancestor is hidden from users who may not read its tokens", async () => {
  const first = await make(machine, { cookie });
  await make(team.reader.id, first);
  expect(await madeBy(first.id, { token: team.auditor.token })).toEqual([]);
  expect(await madeBy(first.id, { token: team.reader.token })).toHaveLength(1);
});

test("a token created by a session has no ancestor", async () => {
  await make(machine, { cookie });
  expect(await database().read.tokenAncestor.count()).toBe(0);
});

test("the upgrade carries over the last use and the ancestors from the audit log", async () => {
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

test("the upgrade extends a chain cut after 200 tokens as far as the audit log goes", async () => {
  const before = names.findIndex((name) => name.endsWith("_kept_ancestors"));
  const url = await freshDatabaseUrl("empty");
  await migrate(url, folderOf(before));
  await fill(url);
  const last = await using(url, async ({ read, write }) => {
    const { id } = await read.token.findFirstOrThrow({ select: { id: true } });
    const event = await read.auditEvent.findFirstOrThrow();
    await write(async (tx) => {
      await tx.tokenAncestor.deleteMany();
      const depths = Array.from({ length: 200 }, (_, at) => at + 1);
      const data = depths.map((depth) => ({ tokenId: id, ancestorId: `back ${depth}`, depth }));
      await tx.tokenAncestor.createMany({ data });
      const made = [
        ["back 200", "back 201"],
        ["back 201", "first"],
        ["other", "another"],
      ];
      await tx.auditEvent.createMany({
        data: made.map(([target_token_id, token_id], at) => ({
          ...{ ...event, id: 900_001 + at, activityCode: "personal.access.token.create" },
          meta: { target_token_id, token_id },
        })),
      });
    });
    return id;
  });
  await migrate(url);
  await using(url, async ({ read }) => {
    for (const [ancestor, found] of [
      ["first", [last]],
      ["back 201", [last]],
      ["back 200", [last]],
      ["another", []],
    ] as const) {
      const where = await createdByTokens(read, [ancestor]);
      const tokens = await read.token.findMany({ where, select: { id: true } });
      expect([ancestor, tokens.map(({ id }) => id)]).toEqual([ancestor, found]);
    }
  });
});
