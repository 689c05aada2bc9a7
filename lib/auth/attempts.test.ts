import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { countSignIn, forgetSignIns } from "./attempts.ts";

const MINUTE_MS = 60_000;
const newEmail = () => `${randomUUID()}@example.test`;

// New ones for each test, since the counters live as long as the process.
let email: string;
let address: string;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  email = newEmail();
  address = randomUUID();
});
afterEach(() => vi.useRealTimers());

const attempt = (who: string, from: string) =>
  countSignIn(who, from).then(
    () => "counted",
    (error: unknown) => error,
  );

async function expectCounted(times: number, who: () => string, from = address): Promise<void> {
  for (let count = 0; count < times; count += 1) expect(await attempt(who(), from)).toBe("counted");
}

const refusedFor = (retryAfterSeconds: number) =>
  expect.objectContaining({ problem: "rate_limited", retryAfterSeconds });

test("the eleventh attempt at an e-mail from one address waits until five minutes after the first", async () => {
  await expectCounted(1, () => email);
  vi.advanceTimersByTime(MINUTE_MS);
  await expectCounted(9, () => email);
  expect(await attempt(email, address)).toEqual(refusedFor(240));
  vi.advanceTimersByTime(4 * MINUTE_MS - 1);
  expect(await attempt(email, address), "trying on does not lengthen the wait").toEqual(
    refusedFor(1),
  );
  vi.advanceTimersByTime(1);
  await expectCounted(10, () => email);
});

test("an e-mail is the same whatever its letter case and the blanks around it", async () => {
  await expectCounted(5, () => ` ${email.toUpperCase()}`);
  await expectCounted(5, () => email);
  expect(await attempt(`${email} `, address)).toEqual(refusedFor(300));
});

test("nobody is locked out by the attempts of another address", async () => {
  await expectCounted(10, () => email);
  expect(await attempt(email, address)).toEqual(refusedFor(300));
  expect(await attempt(email, randomUUID())).toBe("counted");
});

test("the fifty-first attempt from one address waits, whatever e-mails it tries", async () => {
  await expectCounted(50, newEmail);
  expect(await attempt(newEmail(), address)).toEqual(refusedFor(300));
  expect(await attempt(newEmail(), randomUUID())).toBe("counted");
});

test("a success gives an e-mail its attempts back, and nothing to other e-mails or the address", async () => {
  const other = newEmail();
  await expectCounted(10, () => other);
  await expectCounted(10, () => email);
  await forgetSignIns(` ${email.toUpperCase()}`, address);
  await expectCounted(10, () => email);
  expect(await attempt(other, address)).toEqual(refusedFor(300));
  await expectCounted(19, newEmail);
  expect(await attempt(newEmail(), address)).toEqual(refusedFor(300));
});
