import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { createTokenBody } from "#lib/contract/tokens.ts";
import { hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, deadlinesDuring, holdBcrypt, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  seedAccount,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { actorOfToken, findToken } from "#lib/services/credentials.ts";
import { deadlineOf } from "#lib/services/request-deadline.ts";
import { signIn } from "#lib/services/sessions/sign-in.ts";
import { createToken } from "#lib/services/tokens/create-token.ts";

let account: SeededAccount;
let owner: Member;
beforeEach(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount({ accessTokenMaxPerUser: 3, tokensManageAccount: true });
  owner = await seedMember(account, { role: "owner" });
});

afterEach(() => vi.restoreAllMocks());

const create = (key?: string) =>
  callApi("POST", `/api/users/${owner.id}/tokens`, {
    token: owner.token,
    body: { name: "t", expires_in: 1 },
    ...(key === undefined ? {} : { headers: { "idempotency-key": key } }),
  });
const soon = () => performance.now() + 20_000;

test("the first use of a token that creates another has one deadline for both hashes", async () => {
  const deadlines = await deadlinesDuring(async () => expect((await create()).status).toBe(200));
  expect(deadlines).toHaveLength(2);
  expect(new Set(deadlines).size).toBe(1);
  expect(deadlines[0]).toBeLessThanOrEqual(soon());
});

test("a password change by a token has one deadline for all its hashes", async () => {
  const deadlines = await deadlinesDuring(async () => {
    const answer = await callApi("PUT", `/api/users/${owner.id}/password`, {
      token: owner.token,
      body: { old_password: TEST_PASSWORD, new_password: "a quite long sentence" },
    });
    expect(answer.status).toBe(200);
  });
  expect(deadlines).toHaveLength(3);
  expect(new Set(deadlines).size).toBe(1);
});

test("a sign-in that tries both forms of a password and rehashes it has one deadline", async () => {
  const raw = "e\u0301clair for the team";
  const passwordHash = await hashSecret(raw, 5, { lane: "creation", flow: ["test"] });
  await database().write((tx) =>
    tx.user.update({ where: { id: owner.id }, data: { passwordHash } }),
  );
  const { email } = await database().read.user.findUniqueOrThrow({ where: { id: owner.id } });
  const origin = { address: "192.0.2.1", userAgent: "", requestId: "" };
  const deadlines = await deadlinesDuring(() => signIn({ email, password: raw }, origin));
  expect(deadlines).toHaveLength(3);
  expect(new Set(deadlines).size).toBe(1);
});

test("a token of a higher cost extends its request to 90 seconds, once", async () => {
  const hash = await hashSecret(owner.token, 6, { lane: "creation", flow: ["test"] });
  await database().write((tx) =>
    tx.tokenSecret.updateMany({ where: { tokenId: owner.tokenId }, data: { hash } }),
  );
  const begun = performance.now();
  const deadlines = await deadlinesDuring(async () => expect((await create()).status).toBe(200));
  // The rehash is not part of the request.
  const own = deadlines.filter((one) => one !== undefined);
  expect(own).toHaveLength(2);
  expect(new Set(own).size).toBe(1);
  expect(deadlines[0]).toBeGreaterThanOrEqual(begun + 90_000);
});

test("a creation over the limit costs no bcrypt, and a repeated creation keeps its answer", async () => {
  for (const key of ["one", "two"]) expect((await create(key)).status).toBe(200);
  const work = await bcryptDuring(async () => {
    expect((await create()).status).toBe(422);
    expect((await create("two")).status).toBe(409);
  });
  expect(work).toEqual(workOf({}));
});

const ORIGIN = { address: "192.0.2.1", userAgent: "", requestId: "" };

/** A creation by a member's token, without the bcrypt that verifies the token. */
async function creationBy({ id, publicId }: Member) {
  const holder = await findToken(publicId);
  if (holder === null) throw new Error("a member has a token");
  return (origin = { ...ORIGIN }) =>
    createToken(
      actorOfToken(holder, origin),
      id,
      createTokenBody.parse({ name: "t", expires_in: 1 }),
    );
}

test("a creation queued behind a stuck one is refused at its request's deadline", async () => {
  const createAs = await creationBy(owner);
  const hold = holdBcrypt();
  const first = createAs();
  await hold.waiting;
  // All but a tenth of a second of its time is used when its turn comes.
  const late = { ...ORIGIN };
  const clock = vi.spyOn(performance, "now");
  clock.mockReturnValueOnce(performance.now() - 19_900);
  deadlineOf(late);
  const begun = performance.now();
  const refusal = { problem: "unavailable", retryAfterSeconds: 5 };
  await expect(createAs(late)).rejects.toMatchObject(refusal);
  expect(performance.now() - begun, "not 20 seconds of its own").toBeLessThan(10_000);
  hold.release();
  await first;
  expect(await database().read.token.count()).toBe(2);
});

test("a creation never waits for another user's", async () => {
  const other = await seedMember(account, { role: "admin" });
  const creations = [await creationBy(owner), await creationBy(other)];
  const hold = holdBcrypt();
  const made = creations.map((createAs) => createAs());
  const lines = globalSingleton("one-at-a-time", () => new Map<string, Set<unknown>>());
  await expect.poll(() => [...lines.values()].map(({ size }) => size)).toEqual([0, 0]);
  hold.release();
  await Promise.all(made);
});
