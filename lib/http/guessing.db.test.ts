import { beforeAll, beforeEach, expect, test } from "vitest";
import { callApi } from "#lib/dev/testing/api.ts";
import { bcryptDuring, holdBcrypt, workOf } from "#lib/dev/testing/barrier.ts";
import { guessAt } from "#lib/dev/testing/brute-force.ts";
import { freshDatabase } from "#lib/dev/testing/database.ts";
import { newAddress } from "#lib/dev/testing/invites.ts";
import { type SeededAccount, seedAccount, useTestSettings } from "#lib/dev/testing/seed.ts";
import { type Member, seedMember } from "#lib/dev/testing/team.ts";

let account: SeededAccount;
beforeAll(async () => {
  useTestSettings();
  await freshDatabase();
  account = await seedAccount();
});

let member: Member;
/** Of each test its own, since wrong secrets are counted by network too. */
let guesser: string;
let elsewhere: string;
beforeEach(async () => {
  guesser = newAddress();
  elsewhere = newAddress();
  member = await seedMember(account, { role: "user", isServiceUser: true });
});

const call = (token: string, address: string) =>
  callApi("GET", "/api/users", { token, headers: { "x-roost-client-address": address } });
const guess = (address = guesser) => call(guessAt(member.publicId), address);

async function guessTenTimes(): Promise<void> {
  for (let count = 0; count < 10; count += 1) expect((await guess()).status).toBe(401);
}

test("guesses at one token leave every other token alone, from the same address too", async () => {
  const other = await seedMember(account, { role: "user", isServiceUser: true });
  await guessTenTimes();
  const work = await bcryptDuring(async () => {
    expect((await call(other.token, guesser)).status).toBe(200);
  });
  expect(work).toEqual(workOf({ token: 1, password: 0, suspect: 0 }));
});

test("the eleventh wrong secret for a token from one address is 429, and waits with the suspects", async () => {
  await guessTenTimes();
  const work = await bcryptDuring(async () => {
    const answer = await guess();
    expect(answer).toMatchObject({
      status: 429,
      body: { message: "too many requests", code: 429 },
    });
    const seconds = answer.headers.get("retry-after");
    expect(seconds).toMatch(/^[1-9]\d?$/);
    expect(Number(seconds)).toBeLessThanOrEqual(60);
  });
  expect(work).toEqual(workOf({ suspect: 1 }));
});

test.each(["alone", "together with other guesses"])(
  "the right secret passes behind the address of a guesser, %s",
  async (how) => {
    await guessTenTimes();
    const guesses = how === "alone" ? [] : Array.from({ length: 20 }, () => guess());
    expect((await call(member.token, guesser)).status).toBe(200);
    for (const { status } of await Promise.all(guesses)) expect(status).toBe(429);
    expect((await call(member.token, guesser)).status, "and is warm then").toBe(200);
  },
);

test("the guesses of one address stop neither the owner elsewhere nor who was proven before", async () => {
  expect((await call(member.token, guesser)).status).toBe(200);
  await guessTenTimes();
  expect((await guess()).status).toBe(429);
  expect((await call(member.token, guesser)).status, "warm, from the guesser's address").toBe(200);
  expect((await call(member.token, elsewhere)).status).toBe(200);
  expect((await guess(elsewhere)).status, "another address has guesses of its own").toBe(401);
});

test("an owner whose proof is cold gets in from another address, in the lane of suspects", async () => {
  await guessTenTimes();
  const work = await bcryptDuring(async () => {
    expect((await call(member.token, elsewhere)).status).toBe(200);
  });
  expect(work).toEqual(workOf({ token: 0, password: 0, suspect: 1 }));
});

test("the first wrong secret waits with valid ones, later ones with suspects", async () => {
  const first = await bcryptDuring(() => guess());
  const second = await bcryptDuring(() => guess(elsewhere));
  expect([first.token, first.suspect]).toEqual([1, 0]);
  expect([second.token, second.suspect]).toEqual([0, 1]);
});

test("of thirty guesses at once from one address one is among honest ones, and ten are 401", async () => {
  const statuses: number[] = [];
  const work = await bcryptDuring(async () => {
    const guesses = Array.from({ length: 30 }, () => guess());
    for (const { status } of await Promise.all(guesses)) statuses.push(status);
  });
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  expect([work.token, work.suspect]).toEqual([1, 29]);
});

test("an owner who comes while a guess is checked gets in all the same", async () => {
  const hold = holdBcrypt();
  const guessed = guess();
  await hold.waiting;
  const answered = call(member.token, guesser);
  hold.release();
  expect([(await guessed).status, (await answered).status]).toEqual([401, 200]);
});

test("requests with the right secret are never counted as guesses, however many at once", async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => call(member.token, guesser)));
  for (const { status } of answers) expect(status).toBe(200);
  expect((await guess()).status).toBe(401);
});
