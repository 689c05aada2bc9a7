import { expect, test } from "vitest";
import { attemptSecret, countSignIn, forgetSignIns } from "./attempts.ts";

let people = 0;
/** An e-mail of its own for each test, since the counters live as long as the process. */
const newEmail = () => `person-${people++}@example.test`;

/** How many of the attempts were let through. */
async function allowed(attempts: [email: string, address: string][]): Promise<number> {
  const outcomes = await Promise.allSettled(attempts.map((attempt) => countSignIn(...attempt)));
  return outcomes.filter(({ status }) => status === "fulfilled").length;
}

const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

test("ten sign-ins for one e-mail from one address, however it is written", async () => {
  const email = newEmail();
  const spellings = times(20, (at) => `${" ".repeat(235 + at)}${email.toUpperCase()}`);
  expect(await allowed(spellings.map((text) => [text, "192.0.2.1"]))).toBe(10);
  await forgetSignIns(email, "192.0.2.1");
  expect(await allowed([[email, "192.0.2.1"]])).toBe(1);
});

test("the addresses of one IPv6 network count as one", async () => {
  const email = newEmail();
  const inside = (at: number) => `2001:db8:0:7:${at.toString(16)}::1`;
  expect(await allowed(times(20, (at) => [email, inside(at)]))).toBe(10);
  expect(await allowed([[email, "2001:db8::7:1:2:3:4"]])).toBe(0);
  expect(await allowed([[email, "2001:db8:0:8::1"]])).toBe(1);
  expect(await allowed([[email, "2001:db8::7"]])).toBe(1);
  expect(await allowed([[email, "::1"]])).toBe(1);
});

test("guesses at a token from one IPv6 network count as those of one address", async () => {
  const guess = (at: number) =>
    attemptSecret(
      { publicId: "AbCdEfGhIj", address: `2001:db8::${at + 1}`, text: `guess ${at}` },
      async () => false,
    );
  const outcomes = await Promise.allSettled(times(30, guess));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  await expect(guess(31)).rejects.toMatchObject({ problem: "rate_limited" });
});
