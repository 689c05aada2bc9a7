import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { repositoryRoot } from "#lib/config/repository-root.ts";
import { hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { newTokenText } from "#lib/crypto/token-text.ts";
import { newVerificationCache } from "#lib/crypto/verification-cache.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, holdBcrypt, workOf } from "#lib/dev/testing/barrier.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { type SeededAccount, seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";
import { flushWrites } from "#lib/services/deferred-writes.ts";

const COST = 5;
const TURN = { lane: "creation", flow: ["test"] } as const;

let url: string;
let account: SeededAccount;
beforeAll(async () => {
  useTestSettings({ bcryptCost: COST });
  ({ url } = await freshDatabase());
  account = await seedAccount();
});

let member: Member;
beforeEach(async () => {
  member = await seedMember(account, { role: "admin", isServiceUser: true });
  await store(member.token, 6);
});

async function store(text: string, cost: number): Promise<string> {
  const hash = await hashSecret(text, cost, TURN);
  await database().write((tx) =>
    tx.tokenSecret.updateMany({ where: { tokenId: member.tokenId }, data: { hash } }),
  );
  return hash;
}

const use = (token = member.token) => callApi("GET", "/api/users", { token });
const storedHash = async () =>
  (await database().read.tokenSecret.findFirstOrThrow({ where: { tokenId: member.tokenId } })).hash;

/** Writes what is pending; the new hash is written shortly after the answer. */
async function untilRenewed(): Promise<void> {
  await expect
    .poll(async () => {
      await flushWrites();
      return storedHash();
    })
    .toMatch(/^\$2b\$05\$/);
}

test("a verified token is rehashed at the configured cost, and later uses cost no bcrypt", async () => {
  expect((await use()).status).toBe(200);
  await untilRenewed();
  const later = await bcryptDuring(async () => {
    for (let turn = 0; turn < 3; turn += 1) expect((await use()).status).toBe(200);
  });
  expect(later).toEqual(workOf({}));
  // The new hash belongs to the token: a process without the old proof verifies it.
  replaceGlobalSingleton("proofs", newVerificationCache());
  expect((await use()).status).toBe(200);
  expect((await use(newTokenText("nbp_").text)).status).toBe(401);
});

test("a wrong secret rehashes nothing, and a hash of the configured cost is kept", async () => {
  const before = await store(member.token, COST);
  await use();
  const after = await bcryptDuring(flushWrites);
  expect(after).toEqual(workOf({}));
  expect(await storedHash()).toBe(before);
});

test("a hash that changes before the rehash is written is kept", async () => {
  await use();
  const other = await store(newTokenText("nbp_").text, COST);
  await flushWrites();
  expect(await storedHash()).toBe(other);
  expect((await use()).status).toBe(401);
});

test("a token rehashed by another process during its verification is verified against the new hash", async () => {
  const hold = holdBcrypt();
  const answered = use();
  await hold.waiting;
  await rewrite(await ownHash(member.token));
  hold.release();
  expect((await answered).status).toBe(200);
});

test("a foreign hash on the same row, and a new row with the same public ID, are refused", async () => {
  for (const change of [
    async () => rewrite(await ownHash(newTokenText("nbp_").text)),
    () => rewrite(undefined, "another-id"),
  ]) {
    const hold = holdBcrypt();
    const answered = use();
    await hold.waiting;
    await change();
    hold.release();
    expect((await answered).status).toBe(401);
    await rewrite(undefined, member.tokenId);
    replaceGlobalSingleton("proofs", newVerificationCache());
  }
});

/** Hashes immediately, outside the pool that is being held. */
async function ownHash(text: string): Promise<string> {
  const { hashSync } = await import("bcryptjs");
  return hashSync(text, COST);
}

function rewrite(hash: string | undefined, id?: string): Promise<unknown> {
  const { publicId } = member;
  return database().write((tx) =>
    tx.tokenSecret.update({
      where: { publicId },
      data: { ...(hash ? { hash } : {}), ...(id ? { id } : {}) },
    }),
  );
}

const PROVE = `(async () => {
  const [, url, text] = process.argv;
  const { replaceGlobalSingleton } = await import("#lib/config/global-singleton.ts");
  const { useDatabase } = await import("#lib/db/database.ts");
  const { openDatabase } = await import("#lib/db/open-database.ts");
  const { verifyToken } = await import("#lib/auth/verify-token.ts");
  const { flushWrites } = await import("#lib/services/deferred-writes.ts");
  replaceGlobalSingleton("settings", { bcryptCost: 5 });
  useDatabase(await openDatabase(url));
  const origin = { address: "192.0.2.7", userAgent: "test", requestId: "test" };
  const uses = Array.from({ length: 25 }, (_, at) =>
    new Promise((go) => setTimeout(go, at * 8)).then(() => verifyToken(text, origin)));
  // Written repeatedly, so that the other process sees changes during its verification.
  const writing = setInterval(flushWrites, 5);
  const outcomes = await Promise.allSettled(uses);
  clearInterval(writing);
  console.log(outcomes.map((one) => one.status === "fulfilled" ? "200" : one.reason.message).join());
  process.exit();
})()`;

test("two processes that verify one token of cost 10 fifty times at once refuse none", async () => {
  await store(member.token, 10);
  const run = () =>
    promisify(execFile)(process.execPath, ["--eval", PROVE, url, member.token], {
      cwd: repositoryRoot(),
    });
  for (const { stdout } of await Promise.all([run(), run()])) {
    expect(stdout.trim().split(",")).toEqual(Array(25).fill("200"));
  }
});
