import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { globalSingleton } from "#lib/config/global-singleton.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { Actor } from "#lib/services/context.ts";
import { networkOf } from "#lib/services/network.ts";
import { Failures } from "./failures.ts";

/** A secret that is offered for a token. */
type Attempt = { publicId: string; address: string; text: string };

/** Wrong secrets for one token from one network within a minute, after which each is a 429. */
const GUESSES = 10;
/**
 * Wrong secrets for any tokens from one network within ten minutes, after which all that it has
 * checked waits with the suspects: unknown tokens must not fill the lane of first uses. In a flood,
 * which is so many from anywhere, the first wrong one is enough.
 */
const STRAYS = { inQuiet: 20, inFlood: 1, flood: 100 } as const;
const ANYWHERE = "anywhere";

const limiters = () =>
  globalSingleton("attempts", () => ({
    /** Wrong secrets for one token from one network. */
    secretsFromNetwork: new Failures(60),
    /** Wrong secrets for one token from anywhere, for any from one network, and all: see `laneOf`. */
    secrets: new Failures(600),
    passwordCheck: new RateLimiterMemory({ points: 10, duration: 300 }),
    setupCode: new RateLimiterMemory({ points: 10, duration: 300 }),
    /** By public id: the secrets that are being checked now. */
    underway: new Map<string, Set<Attempt>>(),
  }));

type Limiter = "passwordCheck" | "setupCode";

const tooMany = (state: RateLimiterRes, message: string) =>
  new Problem("rate_limited", message, {
    retryAfterSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
  });

/**
 * Has a secret proven in the lane it deserves and counts it if it is wrong: false, or 429 when this
 * network has offered ten wrong ones within a minute. The right secret always passes, since others
 * may guess from behind the same address; while another one is being checked it may be a guess
 * itself, and waits with the suspects.
 */
export async function attemptSecret(
  attempt: Attempt,
  prove: (lane: "token" | "suspect") => Promise<boolean>,
): Promise<boolean> {
  const { publicId } = attempt;
  const { secrets, secretsFromNetwork } = limiters();
  const lane = laneOf(attempt);
  const leave = enter(attempt);
  try {
    if (await prove(lane)) return true;
    const network = networkOf(attempt.address);
    const key = `${publicId} ${network}`;
    secrets.add(publicId);
    secrets.add(network);
    secrets.add(ANYWHERE);
    if (secretsFromNetwork.of(key) >= GUESSES) {
      throw secretsFromNetwork.refusal(key, "too many requests");
    }
    secretsFromNetwork.add(key);
    return false;
  } finally {
    leave();
  }
}

/** Nothing here depends on whether there is a token with this public id. */
function laneOf({ publicId, address, text }: Attempt): "token" | "suspect" {
  const { secrets, underway } = limiters();
  const others = [...(underway.get(publicId) ?? [])].some((other) => other.text !== text);
  const most = secrets.of(ANYWHERE) >= STRAYS.flood ? STRAYS.inFlood : STRAYS.inQuiet;
  const isStray = secrets.of(networkOf(address)) >= most;
  return others || isStray || secrets.of(publicId) > 0 ? "suspect" : "token";
}

/** Notes that a secret is being checked, until the returned function is called. */
function enter(attempt: Attempt): () => void {
  const { underway } = limiters();
  const attempts = underway.get(attempt.publicId) ?? new Set();
  underway.set(attempt.publicId, attempts.add(attempt));
  return () => {
    attempts.delete(attempt);
    if (attempts.size === 0) underway.delete(attempt.publicId);
  };
}

/**
 * Counts, before it is looked at, a password with which a signed-in person confirms who they are;
 * 429 past 10 in five minutes of the credential, from wherever it comes, so that a stolen one
 * cannot guess.
 */
export async function countPasswordCheck(actor: Guesser): Promise<void> {
  const refused = await count("passwordCheck", guesserOf(actor));
  if (refused) throw tooMany(refused, "too many attempts, please try again later");
}

/** A password that was right gives its person the attempts back. */
export async function forgetPasswordChecks(actor: Guesser): Promise<void> {
  await limiters().passwordCheck.delete(guesserOf(actor));
}

type Guesser = Pick<Actor, "credential" | "userId">;

/**
 * Each session is counted for itself: a stolen one keeps nobody else from their password. A
 * user's tokens are counted together, since one can make others.
 */
const guesserOf = ({ credential, userId }: Guesser): string =>
  credential.kind === "session" ? `session ${credential.id}` : `tokens of ${userId}`;

/** Counts a set-up code before it is looked at; 429 past 10 in five minutes from one network. */
export async function countSetupCode(address: string): Promise<void> {
  const refused = await count("setupCode", networkOf(address));
  if (refused) throw tooMany(refused, "too many requests");
}

async function count(limiter: Limiter, key: string): Promise<RateLimiterRes | null> {
  try {
    await limiters()[limiter].consume(key);
    return null;
  } catch (refused) {
    if (isLimiterAnswer(refused)) return refused;
    throw refused;
  }
}

/** Known by its shape: the web framework loads the limiter's module more than once. */
function isLimiterAnswer(value: unknown): value is RateLimiterRes {
  return typeof value === "object" && value !== null && "msBeforeNext" in value;
}
