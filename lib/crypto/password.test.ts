import { afterAll, beforeAll, expect, test } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import type { Settings } from "#lib/config/settings.ts";
import { bcryptStats, closeBcryptPool, hashSecret } from "./bcrypt-pool.ts";
import { generatePassword, hashPassword, passwordMatches, provePassword } from "./password.ts";

const COST = 6;
const TURN = { lane: "password", flow: ["someone"] } as const;

beforeAll(() => {
  replaceGlobalSingleton("settings", { passwordBcryptCost: COST } satisfies Partial<Settings>);
});

afterAll(closeBcryptPool);

/** The work of the passwords' lane while `work` ran. */
async function spent(work: () => Promise<unknown>): Promise<{ jobs: number; rounds: number }> {
  const before = bcryptStats();
  await work();
  const after = bcryptStats();
  return {
    jobs: after.started.password - before.started.password,
    rounds: after.rounds - before.rounds,
  };
}

test("an unknown email costs the work of a wrong password, even as the first in a process", async () => {
  const one = { jobs: 1, rounds: 2 ** COST };
  expect(await spent(() => passwordMatches("correct horse", null, TURN))).toEqual(one);
  const hash = await hashPassword("battery staple", TURN);
  expect(await spent(() => passwordMatches("correct horse", hash, TURN))).toEqual(one);
  expect(await spent(() => passwordMatches("correct horse", null, TURN))).toEqual(one);
});

test("without a usable hash no password matches, after the same work", async () => {
  for (const hash of [null, "", "garbage", "$2b$31$aaaa"]) {
    const cost = await spent(async () => {
      expect(await passwordMatches("correct horse", hash, TURN)).toBe(false);
    });
    expect(cost).toEqual({ jobs: 1, rounds: 2 ** COST });
  }
});

test("a password matches its hash, which has the configured cost", async () => {
  const hash = await hashPassword("correct horse", TURN);
  expect(hash).toMatch(/^\$2b\$06\$/);
  expect(await passwordMatches("correct horse", hash, TURN)).toBe(true);
  expect(await passwordMatches("correct horsE", hash, TURN)).toBe(false);
});

test("a password of up to 72 bytes is hashed; a longer one is refused, not truncated", async () => {
  const longest = "p".repeat(72);
  expect(await passwordMatches(longest, await hashPassword(longest, TURN), TURN)).toBe(true);
  expect(await passwordMatches(`${longest}!`, await hashPassword(longest, TURN), TURN)).toBe(false);
  for (const refused of ["", `${longest}!`, "é".repeat(37), "eight\0eight"]) {
    await expect(hashPassword(refused, TURN)).rejects.toMatchObject({
      problem: "validation_failed",
    });
  }
});

test("composed and decomposed forms are one password, and old hashes of either match", async () => {
  const typed = "Zoë's café".normalize("NFD");
  const old = await hashSecret(typed, COST, TURN);
  expect(await provePassword(typed, old, TURN)).toBe("raw");
  expect(await provePassword(typed.normalize("NFC"), old, TURN)).toBeNull();
  const hash = await hashPassword(typed, TURN);
  for (const form of ["NFC", "NFD"]) {
    expect(await provePassword(typed.normalize(form), hash, TURN)).toBe("composed");
  }
  const long = "é".repeat(30).normalize("NFD");
  expect(Buffer.byteLength(long)).toBe(90);
  expect(await passwordMatches(long, await hashPassword(long, TURN), TURN)).toBe(true);
  const wrong = "wrong café".normalize("NFD");
  const [known, unknown] = [
    await spent(() => passwordMatches(wrong, hash, TURN)),
    await spent(() => passwordMatches(wrong, null, TURN)),
  ];
  expect(unknown).toEqual(known);
});

test("a generated password has 16 characters of every class and can be set", async () => {
  for (let made = 0; made < 2000; made += 1) {
    const password = generatePassword();
    expect(password).toMatch(/^[\x21-\x7e]{16}$/);
    for (const set of [/[0-9]/, /[A-Z]/, /[a-z]/, /[^0-9A-Za-z]/]) expect(password).toMatch(set);
  }
  const password = generatePassword();
  expect(await passwordMatches(password, await hashPassword(password, TURN), TURN)).toBe(true);
});

test("generated passwords differ and place the classes at random", () => {
  const all = Array.from({ length: 8000 }, generatePassword);
  expect(new Set(all).size).toBe(8000);
  for (const set of [/[0-9]/, /[A-Z]/, /[a-z]/, /[^0-9A-Za-z]/]) {
    const at = Array.from({ length: 16 }, (_, place) =>
      all.reduce((sum, password) => sum + Number(set.test(password.charAt(place))), 0),
    );
    const mean = at.reduce((a, b) => a + b) / 16;
    // Six standard deviations of a count out of 8000 are at most 268.
    for (const count of at) expect(Math.abs(count - mean)).toBeLessThan(268);
  }
});
