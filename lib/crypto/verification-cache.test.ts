import { afterAll, beforeEach, expect, test } from "vitest";
import { globalSingleton, replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import type { Settings } from "#lib/config/settings.ts";
import { bcryptStats, closeBcryptPool, hashSecret } from "./bcrypt-pool.ts";
import { newTokenText } from "./token-text.ts";
import {
  extendVerified,
  isVerified,
  newVerificationCache,
  rememberVerified,
  verifySecret,
} from "./verification-cache.ts";

const TURN = { lane: "token", flow: ["someone"] } as const;
const SUSPECT = { ...TURN, lane: "suspect" } as const;
const MINUTE = 60_000;
let now = 1;

beforeEach(() => {
  now = 1;
  replaceGlobalSingleton("settings", { bcryptCost: 4 } satisfies Partial<Settings>);
  replaceGlobalSingleton("proofs", newVerificationCache({ now: () => now }));
});

afterAll(closeBcryptPool);

async function newToken(): Promise<{ text: string; hash: string }> {
  const { text } = newTokenText("nbp_");
  return { text, hash: await hashSecret(text, 4, TURN) };
}

/** The number of comparisons that reached a thread while `work` ran. */
async function bcryptsDuring(work: () => Promise<unknown>): Promise<number> {
  const count = () => bcryptStats().started.token + bcryptStats().started.suspect;
  const before = count();
  await work();
  return count() - before;
}

test("fifty simultaneous first proofs need one bcrypt, and a cached proof none", async () => {
  const { text, hash } = await newToken();
  const cold = await bcryptsDuring(async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => verifySecret(text, hash, TURN)),
    );
    expect(answers).toEqual(Array(50).fill(true));
  });
  expect(cold).toBe(1);
  expect(isVerified(text, hash)).toBe(true);
  const warm = await bcryptsDuring(async () => {
    for (let turn = 0; turn < 50; turn += 1) {
      expect(await verifySecret(text, hash, SUSPECT)).toBe(true);
    }
  });
  expect(warm).toBe(0);
});

test("a wrong secret is not cached: each attempt needs a bcrypt", async () => {
  const { hash } = await newToken();
  const { text: wrong } = newTokenText("nbp_");
  const tries = await bcryptsDuring(async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await verifySecret(wrong, hash, TURN)).toBe(false);
      expect(isVerified(wrong, hash)).toBe(false);
    }
  });
  expect(tries).toBe(3);
});

test("a proof is valid only for its token and its hash", async () => {
  const [one, two] = [await newToken(), await newToken()];
  await verifySecret(one.text, one.hash, TURN);
  expect(isVerified(one.text, two.hash)).toBe(false);
  expect(isVerified(two.text, one.hash)).toBe(false);
  expect(await verifySecret(two.text, one.hash, TURN)).toBe(false);
});

test("a changed stored hash invalidates the proof permanently", async () => {
  const { text, hash } = await newToken();
  const next = await hashSecret(text, 4, TURN);
  await verifySecret(text, hash, TURN);
  expect(isVerified(text, next)).toBe(false);
  expect(isVerified(text, hash)).toBe(false);
  expect(await bcryptsDuring(() => verifySecret(text, next, TURN))).toBe(1);
  expect(isVerified(text, next)).toBe(true);
});

test("a proof expires ten minutes after it was made, however often it is used", async () => {
  const { text, hash } = await newToken();
  await verifySecret(text, hash, TURN);
  for (let minute = 1; minute <= 10; minute += 1) {
    now = 1 + minute * MINUTE;
    expect(isVerified(text, hash)).toBe(true);
    expect(await bcryptsDuring(() => verifySecret(text, hash, TURN))).toBe(0);
  }
  now = 1 + 10 * MINUTE + 1;
  expect(isVerified(text, hash)).toBe(false);
  expect(await bcryptsDuring(() => verifySecret(text, hash, TURN))).toBe(1);
});

test("keeps at most ten thousand proofs and drops the least recently used", async () => {
  const state = globalSingleton("proofs", newVerificationCache);
  const { text, hash } = await newToken();
  await verifySecret(text, hash, TURN);
  for (let made = 0; made < 9_999; made += 1) state.proven.set(`key ${made}`, [hash]);
  expect(isVerified(text, hash)).toBe(true);
  for (let made = 0; made < 9_999; made += 1) state.proven.set(`other ${made}`, [hash]);
  expect(state.proven.size).toBe(10_000);
  expect(isVerified(text, hash)).toBe(true);
  for (let made = 0; made < 10_000; made += 1) state.proven.set(`last ${made}`, [hash]);
  expect(isVerified(text, hash)).toBe(false);
});

test("proofs and flights are keyed by neither the token nor a plain digest of it", async () => {
  const state = globalSingleton("proofs", newVerificationCache);
  const { text, hash } = await newToken();
  const flight = verifySecret(text, hash, TURN);
  const during = [...state.flights.keys()];
  await flight;
  const after = [...state.proven.keys()];
  expect(during).toHaveLength(1);
  expect(after).toHaveLength(1);
  for (const key of [...during, ...after]) {
    expect(key).not.toContain(text);
    expect(key).not.toContain(text.slice(14, 34));
  }
  // Another process has another key, and so another cache key for the same token.
  const other = newVerificationCache({ now: () => now });
  replaceGlobalSingleton("proofs", other);
  await verifySecret(text, hash, TURN);
  expect([...other.proven.keys()]).not.toEqual(after);
});

test("ended flights are dropped, failed ones too", async () => {
  const state = globalSingleton("proofs", newVerificationCache);
  const { text, hash } = await newToken();
  const failed = Promise.allSettled([
    verifySecret(text, hash, TURN),
    verifySecret(text, hash, TURN),
  ]);
  await closeBcryptPool();
  const reason = { problem: "unavailable", retryAfterSeconds: 5 };
  expect(await failed).toMatchObject(Array(2).fill({ status: "rejected", reason }));
  expect(state.flights.size).toBe(0);
  expect(isVerified(text, hash)).toBe(false);
  expect(await verifySecret(text, hash, TURN)).toBe(true);
  expect(state.flights.size).toBe(0);
});

test("one token against two stored hashes is two flights", async () => {
  const { text, hash } = await newToken();
  const other = (await newToken()).hash;
  const both = await bcryptsDuring(async () => {
    const answers = [verifySecret(text, hash, TURN), verifySecret(text, other, TURN)];
    expect(await Promise.all(answers)).toEqual([true, false]);
  });
  expect(both).toBe(2);
});

test("a suspect shares a token's flight, but a token does not wait for a suspect's", async () => {
  const [one, two] = [await newToken(), await newToken()];
  const shared = await bcryptsDuring(() =>
    Promise.all([
      verifySecret(one.text, one.hash, TURN),
      verifySecret(one.text, one.hash, SUSPECT),
    ]),
  );
  expect(shared).toBe(1);
  const apart = await bcryptsDuring(() =>
    Promise.all([
      verifySecret(two.text, two.hash, SUSPECT),
      verifySecret(two.text, two.hash, SUSPECT),
      verifySecret(two.text, two.hash, TURN),
    ]),
  );
  expect(apart).toBe(2);
});

test("a proof noted at creation needs no bcrypt and is valid for its own hash only", async () => {
  const [one, two] = [await newToken(), await newToken()];
  rememberVerified(one.text, one.hash);
  expect(await bcryptsDuring(() => verifySecret(one.text, one.hash, TURN))).toBe(0);
  expect(isVerified(two.text, one.hash)).toBe(false);
  expect(isVerified(one.text, two.hash)).toBe(false);
});

test("a proof extends to a renewed hash, is valid for both, and keeps its expiry", async () => {
  const { text, hash } = await newToken();
  const [next, never] = [await hashSecret(text, 4, TURN), await hashSecret(text, 4, TURN)];
  await verifySecret(text, hash, TURN);
  now += 4 * MINUTE;
  extendVerified(text, hash, next);
  expect([isVerified(text, next), isVerified(text, hash)]).toEqual([true, true]);
  now += 6 * MINUTE + 1;
  expect([isVerified(text, next), isVerified(text, hash)]).toEqual([false, false]);
  extendVerified(text, hash, never);
  expect(isVerified(text, never), "a proof that has ended is not extended").toBe(false);
});
