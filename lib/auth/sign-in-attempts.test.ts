import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { replaceGlobalSingleton } from "#lib/config/global-singleton.ts";
import { Problem } from "#lib/contract/problem.ts";
import { Counts } from "./counts.ts";
import { attemptSignIn } from "./sign-in-attempts.ts";

const MINUTE_MS = 60_000;
const newEmail = () => `${randomUUID()}@example.test`;

let email: string;
const address = "192.0.2.1";
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  // The cache reads zero as a missing time; a process's clock never returns it.
  vi.advanceTimersByTime(1);
  replaceGlobalSingleton("sign-in attempts", {
    failures: new Counts(300),
    underway: new Map(),
    waiting: new Set(),
  });
  email = newEmail();
});
afterEach(() => vi.useRealTimers());

const wrongPassword = new Problem("unauthenticated", "wrong");
type SignIn = { email?: string; address?: string; isKnown?: boolean };
const begin = (given: SignIn) => {
  const deadline = performance.now() + 20_000;
  return { email, address, isKnown: false, deadline, ...given };
};

/** "ok", "wrong" or the seconds until a retry. */
async function attempt(
  given: SignIn,
  check: () => Promise<unknown> = () => Promise.reject(wrongPassword),
): Promise<"ok" | "wrong" | number | undefined> {
  try {
    await attemptSignIn(begin(given), check);
    return "ok";
  } catch (error) {
    if (error === wrongPassword) return "wrong";
    if (error instanceof Problem && error.problem === "rate_limited")
      return error.retryAfterSeconds;
    throw error;
  }
}

const right = (given: SignIn = {}) => attempt(given, async () => {});

async function wrongTimes(
  count: number,
  given: (at: number) => SignIn = () => ({}),
): Promise<void> {
  for (let at = 0; at < count; at += 1) expect(await attempt(given(at))).toBe("wrong");
}

/** The lane that checks an attempt. */
async function laneOf(given: SignIn): Promise<string> {
  let found = "";
  await attemptSignIn(begin(given), async (lane) => {
    found = lane;
  });
  return found;
}

test("the eleventh wrong password for an email from one address waits until five minutes after the first", async () => {
  await wrongTimes(1);
  vi.advanceTimersByTime(MINUTE_MS);
  await wrongTimes(9);
  expect(await right()).toBe(240);
  vi.advanceTimersByTime(4 * MINUTE_MS - 1000);
  expect(await attempt({}), "trying on does not lengthen the wait").toBe(1);
  vi.advanceTimersByTime(1001);
  await wrongTimes(10);
});

test("an email matches in any letter case, with blanks, and is compared up to its maximum length", async () => {
  await wrongTimes(5, () => ({ email: ` ${email.toUpperCase()}` }));
  await wrongTimes(5);
  expect(await right({ email: `${email} ` })).toBe(300);
  const long = "x".repeat(255);
  await wrongTimes(10, (at) => ({ email: `${long}${at}`, address: "192.0.2.9" }));
  expect(await right({ email: long, address: "192.0.2.9" })).toBe(300);
});

test("every spelling of an email counts as one email, at any length", async () => {
  // Characters that the comparison drops, so many that a cut before it would split them.
  const spelled = (at: number) =>
    email.replace("@", `@${"\u{e0100}".repeat(at)}\u{e0101}${"\u{e0100}".repeat(300)}`);
  await wrongTimes(10, (at) => ({ email: spelled(at), isKnown: true }));
  expect(await attempt({ email: spelled(10), isKnown: true })).toBeTypeOf("number");
  expect(await attempt({ isKnown: true })).toBeTypeOf("number");
});

test("correct passwords are not counted: five hundred users sign in from one address", async () => {
  for (let at = 0; at < 200; at += 1) expect(await right({ email: newEmail() })).toBe("ok");
  const atOnce = Array.from({ length: 300 }, () =>
    attempt({ email: newEmail() }, () => new Promise((go) => setTimeout(go, 100))),
  );
  for (let turn = 0; turn < 10; turn += 1) await vi.advanceTimersByTimeAsync(100);
  expect(new Set(await Promise.all(atOnce))).toEqual(new Set(["ok"]));
  await wrongTimes(50, () => ({ email: newEmail() }));
  expect(await right({ email: newEmail() })).toBe(300);
  expect(await right({ email: newEmail(), address: "203.0.113.5" })).toBe("ok");
});

test("of thirty simultaneous wrong passwords for an email ten are checked, the others get 429", async () => {
  const checks: (() => void)[] = [];
  const answers = Array.from({ length: 30 }, () =>
    attempt({}, () => new Promise((_, reject) => checks.push(() => reject(wrongPassword)))),
  );
  await vi.advanceTimersByTimeAsync(1);
  expect(checks).toHaveLength(10);
  for (const fail of checks) fail();
  const outcomes = await Promise.all(answers);
  expect(outcomes.filter((outcome) => outcome === "wrong")).toHaveLength(10);
  expect(outcomes.filter((outcome) => outcome === 300)).toHaveLength(20);
});

test("an attempt without room within twenty seconds is unavailable and leaves no state", async () => {
  const held = Promise.withResolvers<void>();
  const holders = Array.from({ length: 10 }, () => attempt({}, () => held.promise));
  const refused = expect(attempt({})).rejects.toMatchObject({
    problem: "unavailable",
    retryAfterSeconds: 5,
  });
  await vi.advanceTimersByTimeAsync(20_000);
  await refused;
  held.resolve();
  await Promise.all(holders);
  await wrongTimes(10);
});

test("a full pool or a blocked user does not count as a failure", async () => {
  for (const problem of ["unavailable", "forbidden"] as const) {
    for (let at = 0; at < 15; at += 1) {
      const failing = attempt({}, () => Promise.reject(new Problem(problem, "x")));
      await expect(failing).rejects.toMatchObject({ problem });
    }
  }
  expect(await right()).toBe("ok");
});

test("a success resets the attempts of its email only", async () => {
  const other = newEmail();
  await wrongTimes(10, () => ({ email: other }));
  await wrongTimes(9);
  expect(await right()).toBe("ok");
  await wrongTimes(9);
  expect(await right({ email: other })).toBe(300);
});

test.each([
  ["an IPv6 /64", 10, (at: number) => `2001:db8:0:7:${at.toString(16)}::1`],
  ["an IPv6 /56", 20, (at: number) => `2001:db8:0:${(0x700 + at).toString(16)}::1`],
  ["an IPv6 /48", 40, (at: number) => `2001:db8:1:${(at * 256).toString(16)}::1`],
  ["an IPv4 /24", 40, (at: number) => `198.51.100.${at}`],
  ["an IPv4 /24 written as IPv6", 40, (at: number) => `::ffff:203.0.113.${at}`],
])("rotating the addresses of %s gives %i wrong passwords for one user", async (_, most, from) => {
  await wrongTimes(most, (at) => ({ address: from(at) }));
  expect(await right({ address: from(most + 1) })).toBe(300);
  expect(await right({ address: "192.0.2.200" }), "another network").toBe("ok");
});

test("a /48 has at most 200 wrong passwords for all users", async () => {
  const from = (at: number) => `2001:db8:2:${(at * 256).toString(16)}::1`;
  await wrongTimes(200, (at) => ({ email: newEmail(), address: from(at) }));
  expect(await right({ email: newEmail(), address: from(201) })).toBe(300);
});

test("on a known network only the user's own failures there refuse a right password", async () => {
  await wrongTimes(50, () => ({ email: newEmail() }));
  await wrongTimes(40, (at) => ({ address: `192.0.2.${at + 2}` }));
  expect(await right({ address: "192.0.2.250" })).toBe(300);
  expect(await right({ isKnown: true })).toBe("ok");
  for (let at = 0; at < 9; at += 1) expect(await attempt({ isKnown: true })).toBe(300);
  expect(await right({ isKnown: true })).toBe("ok");
  for (let at = 0; at < 10; at += 1) expect(await attempt({ isKnown: true })).toBe(300);
  expect(await right({ isKnown: true })).toBe(300);
});

/**
 * The answers to wrong passwords for two users from one address, alternating: one known there, one
 * not.
 */
async function answersInTurns(turns: number) {
  const strange = newEmail();
  const known: unknown[] = [];
  const unknown: unknown[] = [];
  for (let at = 0; at < turns; at += 1) {
    known.push(await attempt({ isKnown: true }));
    unknown.push(await attempt({ email: strange }));
    vi.advanceTimersByTime(3000);
  }
  return { known, unknown };
}

test.each([
  ["the network's own limit", 50, () => address],
  ["the limit of the networks around", 200, (at: number) => `192.0.2.${100 + (at % 5)}`],
])("where %s is used up, known and unknown users get the same answer", async (_, used, from) => {
  const { known, unknown } = await answersInTurns(15);
  expect(known).toEqual(unknown);
  expect(new Set(known.slice(0, 10))).toEqual(new Set(["wrong"]));
  vi.advanceTimersByTime(10 * MINUTE_MS);
  email = newEmail();
  for (let at = 0; at < used * 2; at += 1) await attempt({ email: newEmail(), address: from(at) });
  vi.advanceTimersByTime(MINUTE_MS);
  const later = await answersInTurns(15);
  expect(later.known.every((one) => typeof one === "number")).toBe(true);
  for (const [at, one] of later.known.entries()) expect(later.unknown[at]).toBe(one);
});

test("while attempts in progress may use up the limit, a known user's wrong password waits like a stranger's", async () => {
  const checks: (() => void)[] = [];
  const held = Array.from({ length: 50 }, () =>
    attempt(
      { email: newEmail() },
      () => new Promise((_, fail) => checks.push(() => fail(wrongPassword))),
    ),
  );
  await vi.advanceTimersByTimeAsync(1);
  const answers: unknown[] = [];
  const known = attempt({ isKnown: true }).then((one) => answers.push(one));
  const unknown = attempt({ email: newEmail() }).then((one) => answers.push(one));
  await vi.advanceTimersByTimeAsync(1000);
  expect(answers).toEqual([]);
  for (const fail of checks) fail();
  await Promise.all([...held, known, unknown]);
  expect(answers).toEqual([300, 300]);
});

test("twenty wrong passwords for an email slow unknown networks down and lock no one out", async () => {
  await wrongTimes(20, (at) => ({ address: `10.${at}.0.1` }));
  expect(await laneOf({ address: "10.99.0.1" })).toBe("slow");
  expect(await laneOf({ address: "10.99.0.1", isKnown: true })).toBe("known");
  expect(await laneOf({ address: "10.99.0.1", email: newEmail() })).toBe("password");
  expect(await right({ address: "10.98.0.1" })).toBe("ok");
  vi.advanceTimersByTime(5 * MINUTE_MS + 1);
  expect(await laneOf({ address: "10.99.0.1" })).toBe("password");
});

test("simultaneous attempts for one email from many networks are slow before the first fails", async () => {
  const lanes: string[] = [];
  const gate = Promise.withResolvers<void>();
  const all = Array.from({ length: 30 }, (_, at) =>
    attemptSignIn(begin({ address: `10.${at}.0.1` }), (lane) => {
      lanes.push(lane);
      return gate.promise;
    }),
  );
  await vi.advanceTimersByTimeAsync(1);
  gate.resolve();
  await Promise.all(all);
  expect(lanes.filter((lane) => lane === "slow").length).toBeGreaterThanOrEqual(10);
});
