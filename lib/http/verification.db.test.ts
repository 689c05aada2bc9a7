import { beforeAll, beforeEach, expect, test } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { Problem } from "#lib/contract/problem.ts";
import { newVerificationCache } from "#lib/crypto/verification-cache.ts";
import { database, type Tx } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, holdBcrypt, holdWrites } from "#lib/dev/testing/barrier.ts";
import { freshDatabase, openAgain } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  seedAccount,
  seedSession,
  setExpiry,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

let url: string;
let account: SeededAccount;
beforeAll(async () => {
  useTestSettings();
  ({ url } = await freshDatabase());
  account = await seedAccount();
});

let member: Member;
beforeEach(async () => {
  member = await seedMember(account, { role: "admin", isServiceUser: true });
});

const use = () => callApi("GET", "/api/users", { token: member.token });
const create = (name: string) =>
  callApi("POST", "/api/users", {
    token: member.token,
    body: { name, role: "user", is_service_user: true },
  });
const named = (name: string) => database().read.user.count({ where: { name } });

type RowChange = (tx: Tx, member: Member) => Promise<unknown>;
const revoke: RowChange = (tx, { tokenId }) => tx.token.delete({ where: { id: tokenId } });
const loseSecret: RowChange = (tx, { publicId }) => tx.tokenSecret.delete({ where: { publicId } });
const remove: RowChange = (tx, { id }) => tx.user.delete({ where: { id } });
const block: RowChange = (tx, { id }) =>
  tx.user.update({ where: { id }, data: { isBlocked: true } });
const demote: RowChange = (tx, { id }) => tx.user.update({ where: { id }, data: { role: "user" } });
const expire: RowChange = (tx, { tokenId }) => setExpiry(tx, [tokenId], new Date(Date.now() - 1));

const CHANGES: [string, RowChange, number][] = [
  ["is revoked", revoke, 401],
  ["loses its secret", loseSecret, 401],
  ["expires", expire, 401],
  ["loses its owner", remove, 401],
  ["has its owner blocked", block, 403],
  ["has its owner demoted", demote, 403],
];

test.each(CHANGES)(
  "a token that %s during its verification is judged by its state afterwards",
  async (_, change, status) => {
    const hold = holdBcrypt();
    const answered = create(member.id);
    await hold.waiting;
    await database().write((tx) => change(tx, member));
    hold.release();
    expect((await answered).status).toBe(status);
    expect(await named(member.id)).toBe(0);
  },
);

test.each(CHANGES.filter(([, change]) => change !== demote))(
  "a read whose token %s during its verification is refused",
  async (_, change, status) => {
    const hold = holdBcrypt();
    const answered = use();
    await hold.waiting;
    await database().write((tx) => change(tx, member));
    hold.release();
    expect((await answered).status).toBe(status);
  },
);

test.each(CHANGES)(
  "a queued write whose token %s is refused and stores nothing",
  async (_, change, status) => {
    await use();
    const hold = await holdWrites();
    const answered = create(member.id);
    await hold.waiting;
    await hold.release((tx) => change(tx, member));
    expect((await answered).status).toBe(status);
    expect(await named(member.id)).toBe(0);
    const created = {
      initiatorId: member.id,
      activityCode: { not: "personal.access.token.first_use" },
    };
    expect(await database().read.auditEvent.count({ where: created })).toBe(0);
  },
);

test.each<[string, (id: string) => RowChange, number]>([
  ["ends", (id) => (tx) => tx.session.delete({ where: { id } }), 401],
  ["loses its owner", () => remove, 401],
  ["has its owner blocked", () => block, 403],
  ["has its owner demoted", () => demote, 403],
])("a queued write whose session %s is refused and stores nothing", async (_, of, status) => {
  const { id, cookie } = await seedSession(member.id);
  const hold = await holdWrites();
  const body = { name: member.id, role: "user", is_service_user: true };
  const answered = callApi("POST", "/api/users", { cookie, body });
  await hold.waiting;
  await hold.release((tx) => of(id)(tx, member));
  expect((await answered).status).toBe(status);
  expect(await named(member.id)).toBe(0);
});

test("every kind of write is refused when its token is revoked in the queue", async () => {
  const other = await seedMember(account, { role: "user", isServiceUser: true });
  const path = `/api/users/${other.id}`;
  const { token } = member;
  await use();
  const hold = await holdWrites();
  const asked = [
    callApi("PUT", path, { token, body: { role: "admin", auto_groups: [] } }),
    callApi("POST", `${path}/tokens`, { token, body: { name: "t", expires_in: 1 } }),
    callApi("DELETE", `${path}/tokens/${other.tokenId}`, { token }),
    callApi("DELETE", path, { token }),
    callApi("POST", "/api/users", {
      token,
      body: { name: "p", email: `${member.id}@example.test`, role: "user" },
    }),
  ];
  await hold.waiting;
  await hold.release((tx) => revoke(tx, member));
  for (const { status } of await Promise.all(asked)) expect(status).toBe(401);
  const row = await database().read.user.findUniqueOrThrow({
    where: { id: other.id },
    include: { tokens: true },
  });
  expect(row).toMatchObject({ role: "user", tokens: [{ id: other.tokenId }] });
});

test("a token revoked by another instance is refused immediately despite a cached proof", async () => {
  expect((await use()).status).toBe(200);
  const elsewhere = await openAgain(url);
  await elsewhere.write((tx) => revoke(tx, member));
  const work = await bcryptDuring(async () => expect((await use()).status).toBe(401));
  expect(work.token).toBe(0);
});

test("a user changed by another instance applies from the next request", async () => {
  expect((await create(member.id)).status).toBe(200);
  const elsewhere = await openAgain(url);
  await elsewhere.write((tx) => demote(tx, member));
  expect((await create(member.id)).status).toBe(403);
  expect((await use()).status).toBe(200);
  await elsewhere.write((tx) => block(tx, member));
  expect((await use()).status).toBe(403);
});

test("twenty simultaneous first requests with one token cost one bcrypt, later ones none", async () => {
  const cold = await bcryptDuring(async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, use));
    for (const { status } of answers) expect(status).toBe(200);
  });
  expect(cold.token).toBe(1);
  expect((await bcryptDuring(use)).token).toBe(0);
});

test("a process without its cached proofs verifies again and accepts nothing else", async () => {
  await use();
  replaceGlobalSingleton("proofs", newVerificationCache());
  expect((await bcryptDuring(use)).token).toBe(1);
});

test("a token that cannot be verified in time is 503 with Retry-After, not 401", async () => {
  const hold = holdBcrypt();
  const busy = new Problem("unavailable", "busy", { retryAfterSeconds: 1 });
  replaceGlobalSingleton("bcrypt-pool", { run: () => Promise.reject(busy) });
  const answer = await use();
  hold.release();
  expect(answer).toMatchObject({ status: 503, body: { code: 503 } });
  expect(answer.headers.get("retry-after")).toBe("1");
  expect((await use()).status).toBe(200);
});
