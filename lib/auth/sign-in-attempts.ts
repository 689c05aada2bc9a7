import { globalSingleton } from "#lib/config/global-singleton.ts";
import { countedEmailOf } from "#lib/contract/emails.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import type { PasswordTurn } from "#lib/crypto/password.ts";
import { networksOf } from "#lib/services/network.ts";
import { Counts } from "./counts.ts";

const WINDOW_SECONDS = 300;
/** Maximum failures within the window by network size: for one email, and for all emails. */
const LIMITS = {
  own: { email: 10, any: 50 },
  middle: { email: 20, any: 100 },
  wide: { email: 40, any: 200 },
} as const;
/** Failures for one email from any network, after which unknown networks use the slow lane. */
const SLOW_AFTER = 20;
const MAX_WAITING = 1000;

const TOO_MANY = "Too many attempts to sign in. Wait a moment and try again.";

type State = {
  failures: Counts;
  /** By key: number of passwords being checked. */
  underway: Map<string, number>;
  /** Attempts that wait for the result of one being checked. */
  waiting: Set<() => void>;
};

const state = () =>
  globalSingleton<State>("sign-in attempts", () => ({
    failures: new Counts(WINDOW_SECONDS),
    underway: new Map(),
    waiting: new Set(),
  }));

type Limit = { key: string; most: number };
type Attempt = {
  email: string;
  address: string;
  /** Whether the user signed in from this network within 30 days. */
  isKnown: boolean;
  /** The deadline of the wait, on the clock of `performance.now()`. */
  deadline: number;
};
type Lane = PasswordTurn["lane"];

/**
 * Checks a password in its lane and counts it if it is wrong. 429 beyond the limits of an email and
 * of a network. Correct passwords of others do not cause a 429: an attempt that finds no room waits
 * for the results of those in progress. Problem "unavailable" after the deadline. From a known
 * network the correct password is accepted even if others used up the limit there, and a wrong one
 * gets the same response as from an unknown network.
 */
export async function attemptSignIn<T>(
  attempt: Attempt,
  check: (lane: Lane) => Promise<T>,
): Promise<T> {
  const email = countedEmailOf(attempt.email);
  const all = limitsOf(email, attempt.address);
  const own = personKey(email, ownNetwork(attempt.address));
  // On a known network only the user's own failures count.
  const isNeeded = ({ key }: Limit) => !attempt.isKnown || key === own;
  const needed = { keys: [anywhereKey(email), ...keysOf(all.filter(isNeeded))], isNeeded };
  const leave = await enterWhenFree(needed, all, attempt.deadline);
  try {
    const result = await check(laneOf(email, attempt));
    state().failures.forget(own);
    return result;
  } catch (error) {
    const isWrong = isProblem(error) && error.problem === "unauthenticated";
    if (isWrong) for (const key of needed.keys) state().failures.add(key);
    leave();
    if (isWrong && attempt.isKnown) await countAsStranger(all, own, attempt.deadline);
    throw error;
  } finally {
    leave();
  }
}

/**
 * Applies the limits of unknown networks to a wrong password from a known one, so that no response
 * reveals known users.
 */
async function countAsStranger(all: Limit[], own: string, deadline: number): Promise<void> {
  const isNeeded = ({ key }: Limit) => key !== own;
  const keys = keysOf(all.filter(isNeeded));
  const leave = await enterWhenFree({ keys, isNeeded }, all, deadline);
  for (const key of keys) state().failures.add(key);
  leave();
}

const personKey = (email: string, network: string) => `${network} ${email}`;
const ownNetwork = (address: string): string => networksOf(address).at(-1) ?? address;

const anywhereKey = (email: string) => `anywhere ${email}`;
const keysOf = (limits: Limit[]): string[] => limits.map(({ key }) => key);

function limitsOf(email: string, address: string): Limit[] {
  const own = ownNetwork(address);
  return networksOf(address).flatMap((network) => {
    const limit = LIMITS[network === own ? "own" : network.endsWith("/56") ? "middle" : "wide"];
    return [
      { key: network, most: limit.any },
      { key: personKey(email, network), most: limit.email },
    ];
  });
}

function laneOf(email: string, { isKnown }: Attempt): Lane {
  if (isKnown) return "known";
  const { failures, underway } = state();
  const key = anywhereKey(email);
  const suspected = failures.of(key) + (underway.get(key) ?? 0) > SLOW_AFTER;
  return suspected ? "slow" : "password";
}

type Needed = { keys: string[]; isNeeded: (limit: Limit) => boolean };

/**
 * Enters if every required limit has room, synchronously, so that simultaneous attempts count each
 * other. A 429 names the first exhausted limit, required or not, as for an unknown network.
 */
async function enterWhenFree(
  { keys, isNeeded }: Needed,
  all: Limit[],
  deadline: number,
): Promise<() => void> {
  const { failures, underway } = state();
  const needed = all.filter(isNeeded);
  const isUsedUp = ({ key, most }: Limit) => failures.of(key) >= most;
  const hasRoom = ({ key, most }: Limit) => failures.of(key) + (underway.get(key) ?? 0) < most;
  for (;;) {
    const over = needed.some(isUsedUp) && all.find(isUsedUp);
    if (over) throw failures.refusal(over.key, TOO_MANY);
    if (needed.every(hasRoom)) return enter(keys);
    await untilOneEnds(deadline);
  }
}

function untilOneEnds(deadline: number): Promise<void> {
  const { waiting } = state();
  return new Promise((resolve, reject) => {
    const tooLong = () => {
      waiting.delete(go);
      const message = "credentials cannot be checked right now, please try again shortly";
      reject(new Problem("unavailable", message, { retryAfterSeconds: 5 }));
    };
    const timer = setTimeout(tooLong, Math.max(0, deadline - performance.now()));
    const go = () => {
      clearTimeout(timer);
      resolve();
    };
    waiting.add(go);
    if (waiting.size > MAX_WAITING) {
      clearTimeout(timer);
      tooLong();
    }
  });
}

/** Counts a password as being checked until the returned function is called. */
function enter(keys: string[]): () => void {
  const { underway, waiting } = state();
  for (const key of keys) underway.set(key, (underway.get(key) ?? 0) + 1);
  let isUnderway = true;
  return () => {
    if (!isUnderway) return;
    isUnderway = false;
    for (const key of keys) {
      const left = (underway.get(key) ?? 1) - 1;
      if (left > 0) underway.set(key, left);
      else underway.delete(key);
    }
    const woken = [...waiting];
    waiting.clear();
    for (const go of woken) go();
  };
}
