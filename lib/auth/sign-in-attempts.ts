import { globalSingleton } from "#lib/config/global-singleton.ts";
import { countedEmailOf } from "#lib/contract/emails.ts";
import { isProblem, Problem } from "#lib/contract/problem.ts";
import type { PasswordTurn } from "#lib/crypto/password.ts";
import { networksOf } from "#lib/services/network.ts";
import { Counts } from "./counts.ts";

const WINDOW_SECONDS = 300;
/** Failures within the window, by how wide a network is: for one email, and for all together. */
const LIMITS = {
  own: { email: 10, any: 50 },
  middle: { email: 20, any: 100 },
  wide: { email: 40, any: 200 },
} as const;
/** Failures for one email from anywhere, after which unknown networks wait in the slow lane. */
const SLOW_AFTER = 20;
const MAX_WAITING = 1000;

const TOO_MANY = "Too many attempts to sign in. Wait a moment and try again.";

type State = {
  failures: Counts;
  /** By key: how many passwords are being checked now. */
  underway: Map<string, number>;
  /** Attempts that wait until one that is being checked turns out to be right or wrong. */
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
  /** Whether this person signed in from there within 30 days. */
  isKnown: boolean;
  /** Until when it may wait, as `performance.now()` counts. */
  deadline: number;
};
type Lane = PasswordTurn["lane"];

/**
 * Checks a password in the lane that the attempt deserves and counts it if wrong. 429 past the
 * limits of an email and of a network. Right passwords of others refuse no attempt: an attempt over
 * the room left waits for the result of those in progress. Problem "unavailable" once the deadline
 * has passed. From a known network a right password passes even if others used up the limit there,
 * and a wrong one gets a stranger's answer.
 */
export async function attemptSignIn<T>(
  attempt: Attempt,
  check: (lane: Lane) => Promise<T>,
): Promise<T> {
  const email = countedEmailOf(attempt.email);
  const all = limitsOf(email, attempt.address);
  const own = personKey(email, ownNetwork(attempt.address));
  // On a known network only that person's own failures count against them.
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
 * A wrong password from a known network goes through the limits of strangers: it is refused, waits
 * and counts like theirs, so that no answer reveals known users.
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
 * Enters when every required limit has room, synchronously, so that simultaneous attempts see each
 * other. A refusal names the first exhausted limit, required or not, as for a stranger.
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

/** Notes that a password is being checked, until the returned function is called. */
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
