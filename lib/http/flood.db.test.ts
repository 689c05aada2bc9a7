import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { nextAuthOptions } from "#lib/auth/next-auth-options.ts";
import { verifyToken } from "#lib/auth/verify-token.ts";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { isProblem } from "#lib/contract/problem.ts";
import { TOKENS_PER_USER } from "#lib/contract/token-limits.ts";
import { bcryptStats, closeBcryptPool, hashSecret } from "#lib/crypto/bcrypt-pool.ts";
import { database } from "#lib/db/database.ts";
import { callApi } from "#lib/dev/testing/api.ts";
import { guessAt } from "#lib/dev/testing/brute-force.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import {
  type SeededAccount,
  type SeededToken,
  type SeededUser,
  seedAccount,
  seedToken,
  seedUser,
  TEST_PASSWORD,
  useTestSettings,
} from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

/*
 * Two hundred addresses flood one process, at the costs of a real installation. What must go on
 * goes on, every time it is tried.
 */

const FLOOD_MS = 6000;
const QUIET_MS = 2000;
const ADDRESSES = 200;
/** A refusal takes no bcrypt: without a pause after it, it would be a flood of another kind. */
const REFUSED_MS = 100;
const LIMIT_MS = 3000;
/** Times below it say nothing of Roost. */
const WARM_MS = 20;
/** Over it the machine has other work, and its worst cases say more of that: the median counts. */
const IDLE_MS = 20;
const PASSWORD_COST = 12;
const HOME = "192.0.2.7";

let account: SeededAccount;
let person: SeededUser;
let lowest: Member;
let target: Member;
let warm: Member;
beforeAll(async () => {
  useTestSettings({
    bcryptCost: 5,
    passwordBcryptCost: PASSWORD_COST,
    rateLimit: { perMinute: 6000, burst: 6000 },
  });
  await freshDatabase();
});

const from = (address: string) => ({ address, userAgent: "test", requestId: "test" });

async function signInFrom(address: string, email: string, password: string): Promise<unknown> {
  let failure: unknown;
  const [provider] = nextAuthOptions(from(address), [], (error) => {
    failure = error;
  }).providers;
  if (provider?.type !== "credentials") throw new Error("no credentials provider");
  const { authorize } = provider.options as typeof provider;
  const found = await authorize({ email, password }, {} as never);
  if (failure !== undefined) throw failure;
  return found;
}

type Flood = (address: string, turn: number) => Promise<unknown>;

/** Half of them for the user's own email, half for unknown ones. */
const wrongPasswords: Flood = (address, turn) => {
  const email = turn % 2 === 0 ? person.email : `${randomUUID()}@example.test`;
  return signInFrom(address, email, "not the password");
};
const wrongSecrets: Flood = (address) => verifyToken(guessAt(target.publicId), from(address));
const creations: Flood = async (address, turn) => {
  const { status } = await callApi("POST", `/api/users/${lowest.id}/tokens`, {
    token: lowest.token,
    body: { name: `token ${turn}`, expires_in: 1 },
    headers: { "x-roost-client-address": address },
  });
  if (status !== 200) await pause(REFUSED_MS);
};

/** How many wait for bcrypt, or for the creation before theirs. */
function waiting(): number {
  const lines = globalSingleton("one-at-a-time", () => new Map<string, Set<unknown>>());
  const inLines = [...lines.values()].reduce((sum, { size }) => sum + size, 0);
  return Object.values(bcryptStats().queued).reduce((sum, count) => sum + count, inLines);
}

/** Runs `during` while each address makes one request after the other. */
async function underFlood<T>(flood: Flood, during: () => Promise<T>): Promise<T> {
  let over = false;
  const addresses = Array.from({ length: ADDRESSES }, (_, at) => `10.${at}.0.1`);
  const floods = addresses.map(async (address) => {
    for (let turn = 0; !over; turn += 1) {
      const failure = await flood(address, turn).catch((error: unknown) => error);
      if (isProblem(failure) && failure.problem !== "unauthenticated") await pause(REFUSED_MS);
    }
  });
  try {
    // The first requests of all addresses come in one moment, which is no flood yet.
    await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(ADDRESSES / 2);
    return await during();
  } finally {
    over = true;
    // What waits is refused at once, and the next test has new threads.
    await closeBcryptPool();
    await Promise.all(floods);
  }
}

type Probe = { prepare?: () => Promise<unknown>; run: (prepared: unknown) => Promise<unknown> };

/** How long each run took, in milliseconds, as often as it goes within the time. */
async function timesOf({ prepare, run }: Probe, forMs: number): Promise<number[]> {
  const times: number[] = [];
  for (const until = performance.now() + forMs; performance.now() < until; ) {
    const prepared = await prepare?.();
    const begun = performance.now();
    await run(prepared);
    times.push(performance.now() - begun);
    await pause(10);
  }
  return times.sort((a, b) => a - b);
}

type Times = Record<string, number[]>;

/** The times of these and of a warm token, all going on at the same time. */
async function timesOfAll(probes: Record<string, Probe>, forMs: number): Promise<Times> {
  const all = Object.entries({ ...probes, warmUse });
  const times = all.map(async ([name, probe]) => [name, await timesOf(probe, forMs)] as const);
  return Object.fromEntries(await Promise.all(times));
}

const worst = (times: Times, name: string) => times[name]?.at(-1) ?? Number.NaN;
const p99 = ({ warmUse: times = [] }: Times) =>
  times[Math.floor(times.length * 0.99)] ?? Number.NaN;

const median = ({ warmUse: times = [] }: Times) => times[times.length >> 1] ?? Number.NaN;

/** What is promised, or five times what it takes in quiet where the machine has other work. */
const limit = (promised: number, quiet: number) => Math.max(promised, 5 * quiet);

async function use(token: string, address: string): Promise<void> {
  const headers = { "x-roost-client-address": address };
  expect((await callApi("GET", "/api/groups", { token, headers })).status).toBe(200);
}

/** A right sign-in from a network where the person has signed in before. */
const signInAtHome: Probe = { run: () => signInFrom(HOME, person.email, TEST_PASSWORD) };
const firstUse: Probe = {
  prepare: () => seedToken(warm.id),
  run: (made) => use((made as SeededToken).text, HOME),
};
const warmUse: Probe = { run: () => use(warm.token, HOME) };
/** The first use of the very token that is being guessed at, behind the address of a guesser. */
const guessedUse: Probe = {
  prepare: async () => {
    const hash = await hashSecret(target.token, 5, { lane: "token", flow: ["seed"] });
    await database().write((tx) =>
      tx.tokenSecret.updateMany({ where: { tokenId: target.tokenId }, data: { hash } }),
    );
  },
  run: () => use(target.token, "10.7.0.1"),
};

beforeEach(async () => {
  // The flood of creations is not to end at the limit.
  account = await seedAccount({ accessTokenMaxPerUser: TOKENS_PER_USER.max });
  person = await seedUser(account, { role: "user" });
  lowest = await seedMember(account, { role: "user" });
  target = await seedMember(account, { role: "admin", isServiceUser: true });
  warm = await seedMember(account, { role: "admin", isServiceUser: true });
  const turn = { lane: "known", flow: ["seed"] } as const;
  const passwordHash = await hashSecret(TEST_PASSWORD, PASSWORD_COST, turn);
  await database().write((tx) =>
    tx.user.update({ where: { id: person.id }, data: { passwordHash } }),
  );
  await signInFrom(HOME, person.email, TEST_PASSWORD);
});

test.each<[string, Flood, Record<string, Probe>]>([
  ["wrong passwords", wrongPasswords, {}],
  ["wrong secrets for a known token", wrongSecrets, { guessedUse }],
  ["token creations by the lowest role", creations, {}],
])(
  "during a flood of %s a known network's sign-in and first uses take less than three seconds, every time",
  async (_, flood, more) => {
    await use(warm.token, HOME);
    const probes = { signInAtHome, firstUse, ...more };
    const quiet = await timesOfAll(probes, QUIET_MS);
    const busy = await underFlood(flood, () => timesOfAll(probes, FLOOD_MS));
    // Who shares the address of a guesser gets in, in the turns of that address: in their own time.
    const { guessedUse: _waits, ...prompt } = probes as Record<string, Probe>;
    for (const name of Object.keys(prompt)) {
      expect(worst(busy, name), name).toBeLessThan(limit(LIMIT_MS, worst(quiet, name)));
    }
    const rank = p99(quiet) < IDLE_MS ? p99 : median;
    expect(rank(busy)).toBeLessThan(Math.max(WARM_MS, 5 * rank(quiet)));
  },
);

test("during a flood of sign-ins before the setup the owner is created, and not refused", async () => {
  await freshDatabase();
  person = { id: "", name: "", email: "owner@example.test", role: "owner" };
  const body = { email: person.email, password: "a long first one", name: "Owner" };
  const setUp = () => callApi("POST", "/api/setup", { body });
  expect((await underFlood(wrongPasswords, setUp)).status).toBe(200);
});
