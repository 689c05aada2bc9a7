import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { accountSettings } from "#lib/contract/account.ts";
import { database } from "#lib/db/database.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { text, time } from "#lib/dev/testing/random-values.ts";
import { seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { actorOfSession, findToken } from "./credentials.ts";
import { readToken } from "./tokens/read-token.ts";
import { findTokenOf, tokenColumns, toTokenView } from "./tokens/token-row.ts";
import { readNewestUsers, readUser } from "./users/read-users.ts";
import { findUser, type UserRow, userColumns } from "./users/user-row.ts";

/*
 * The prepared reads return what Prisma returns, on random rows: strings with quotes, control
 * characters and other planes, times of every century with milliseconds, nulls, both booleans.
 */

const USERS = 60;
const TOKENS = 90;
const account = { id: "", settings: accountSettings.parse({}) };

const user = fc.record({
  name: text,
  nameKey: text,
  email: text,
  role: fc.constantFrom("owner", "user", "network_admin"),
  isServiceUser: fc.boolean(),
  isBlocked: fc.boolean(),
  pendingApproval: fc.boolean(),
  issued: text,
  lastLoginAt: fc.option(time),
  // Few, so that users share a time and their IDs decide.
  createdAt: fc.constantFrom(new Date(1_700_000_000_001), new Date(1_700_000_000_002)),
  createdBy: text,
});
const memberships = fc.array(text, { maxLength: 4 });
const token = fc.record({
  name: text,
  nameKey: text,
  expiresAt: time,
  createdAt: time,
  lastUsedAt: fc.option(time),
  scopes: fc.option(text),
  allowedNetworks: fc.option(text),
  limits: fc.option(fc.constantFrom("{}", "[]")),
  disabledAt: fc.option(time),
  disabledReason: fc.option(text),
  lastUsedIp: fc.option(text),
  lastUsedAgent: fc.option(text),
});
const secret = fc.record({
  hash: text,
  state: text,
  createdAt: time,
  expiresAt: time,
  endsAt: fc.option(time),
  replacedAt: fc.option(time),
  lastUsedAt: fc.option(time),
});

beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account.settings = accountSettings.parse({ networkRange: "10.1.0.0/16", dnsDomain: "a\"'é😀" });
  account.id = (await seedAccount(account.settings)).id;
  const users = fc.sample(fc.tuple(user, memberships), USERS);
  const tokens = fc.sample(token, TOKENS);
  const secrets = fc.sample(secret, TOKENS);
  await database().write(async (tx) => {
    for (const [at, [row, groups]] of users.entries()) {
      const id = `user ${at}`;
      await tx.user.create({ data: { ...row, id, accountId: account.id } });
      const data = groups.map((groupId, position) => ({ userId: id, groupId, position }));
      await tx.membership.createMany({ data: data.reverse() });
    }
    for (const [at, row] of tokens.entries()) {
      const [userId, createdBy] = [`user ${at % USERS}`, `user ${(at * 7) % (USERS + 10)}`];
      const ids = { id: `token ${at}`, publicId: `public ${at}` };
      await tx.token.create({ data: { ...row, ...ids, userId, createdBy } });
    }
    for (const [at, row] of secrets.entries()) {
      const ids = { id: `secret ${at}`, tokenId: `token ${at}`, publicId: `public ${at}` };
      await tx.tokenSecret.create({ data: { ...row, ...ids } });
    }
  });
});

test("a token with its user and settings", async () => {
  for (let at = 0; at < TOKENS; at += 1) {
    const publicId = `public ${at}`;
    const stored = await database().read.tokenSecret.findUniqueOrThrow({
      where: { publicId },
      select: {
        ...{ id: true, hash: true, state: true, expiresAt: true },
        ...{ endsAt: true, replacedAt: true, lastUsedAt: true },
        token: {
          select: {
            ...{ id: true, scopes: true, allowedNetworks: true, limits: true, disabledAt: true },
            user: {
              select: {
                ...{ id: true, accountId: true, name: true, email: true, role: true },
                ...{ isServiceUser: true, isBlocked: true, pendingApproval: true },
              },
            },
          },
        },
      },
    });
    const { id: secretId, token, ...secret } = stored;
    const user = { ...token.user, settings: account.settings };
    const expected = { ...secret, ...token, secretId, user };
    // Twice: the second result may be a kept one.
    for (const _ of [1, 2]) expect(await findToken(publicId)).toEqual(expected);
  }
  expect(await findToken("public none")).toBeNull();
});

test("a session with its user and settings", async () => {
  const origin = { address: "127.0.0.1", userAgent: "test", requestId: "request" };
  const now = Date.now();
  const sessions = fc.sample(
    fc.record({
      weakPassword: fc.option(fc.boolean()),
      seenMs: fc.integer({ min: 0, max: 999_999 }),
    }),
    USERS,
  );
  const refusals = new Set<unknown>();
  for (const [at, { weakPassword, seenMs }] of sessions.entries()) {
    const [id, userId] = [`session ${at}`, `user ${at}`];
    const times = { createdAt: new Date(now), expiresAt: new Date(now + 1_000_000 + at) };
    const lastSeenAt = new Date(now - seenMs);
    const data = { id, userId, address: "", userAgent: "", weakPassword, lastSeenAt, ...times };
    await database().write((tx) => tx.session.create({ data }));
    const { isBlocked, pendingApproval, ...user } = await database().read.user.findUniqueOrThrow({
      where: { id: userId },
      select: {
        ...{ id: true, accountId: true, name: true, email: true, role: true },
        ...{ isServiceUser: true, isBlocked: true, pendingApproval: true },
      },
    });
    const found = await actorOfSession(database(), id, origin).catch((error: unknown) => error);
    const { id: _, ...columns } = user;
    const actor = {
      ...columns,
      userId,
      settings: account.settings,
      ...(weakPassword && { weakPassword }),
    };
    const expected = { actor, lastSeenAt, expiresAt: times.expiresAt };
    const refused = isBlocked || pendingApproval;
    expect(found).toMatchObject(refused ? { problem: "forbidden" } : expected);
    refusals.add(refused);
  }
  expect(refusals.size).toBe(2);
  await expect(actorOfSession(database(), "none", origin)).rejects.toThrow("session ended");
});

/** Neither read promises an order of the memberships. */
const inOrder = <Row extends Pick<UserRow, "memberships">>(row: Row): Row => ({
  ...row,
  memberships: row.memberships.toSorted((one, other) => one.position - other.position),
});

test("one user with their groups, and the 404 for others", async () => {
  const { read } = database();
  for (let at = 0; at < USERS; at += 1) {
    const prepared = await readUser(account.id, `user ${at}`);
    const { nameKey: _, ...row } = prepared as typeof prepared & { nameKey: string };
    expect(inOrder(row)).toEqual(inOrder(await findUser(read, account.id, `user ${at}`)));
  }
  await expect(readUser("another account", "user 1")).rejects.toThrow("user: user 1 not found");
  await expect(findUser(read, "another account", "user 1")).rejects.toThrow("user: user 1 not");
});

test.each([undefined, true, false])("the newest users, service users: %s", async (kind) => {
  for (const limit of [1, 7, USERS, 1001]) {
    const stored = await database().read.user.findMany({
      where: { accountId: account.id, ...(kind === undefined ? {} : { isServiceUser: kind }) },
      select: { ...userColumns, nameKey: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
    });
    const found = await readNewestUsers(account.id, kind, limit);
    expect(found.map(inOrder)).toEqual(stored.map(inOrder));
  }
});

test("a user's token with the name of its creator, who may be gone", async () => {
  const { read } = database();
  for (let at = 0; at < TOKENS; at += 1) {
    const [userId, tokenId] = [`user ${at % USERS}`, `token ${at}`];
    const stored = await toTokenView(read, await findTokenOf(read, userId, tokenId));
    expect(await readToken(userId, tokenId)).toEqual(stored);
  }
  await expect(readToken("user 2", "token 1")).rejects.toThrow("pat: token 1 not found");
  expect(Object.keys(await findTokenOf(read, "user 0", "token 0"))).toEqual(
    Object.keys(tokenColumns),
  );
});

test("a kept result is never changed by those who receive it", async () => {
  const before = structuredClone(await readUser(account.id, "user 3"));
  const shared = await readUser(account.id, "user 3");
  shared.memberships.push({ groupId: "another", position: 99 });
  expect(await readUser(account.id, "user 3")).toEqual(before);
  const { user } = (await findToken("public 3")) ?? {};
  if (user) Object.assign(user, { isBlocked: !user.isBlocked, role: "owner" });
  expect((await findToken("public 3"))?.user).not.toEqual(user);
  expect(() => Object.assign(user?.settings ?? {}, { personalTokens: false })).toThrow();
});
