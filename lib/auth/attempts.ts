import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { processState } from "#lib/config/process-state.ts";
import { Problem } from "#lib/contract/problem.ts";
import type { Actor } from "#lib/services/actor.ts";
import { networkOf } from "#lib/services/network.ts";

/** A secret that somebody offers for a token. */
type Attempt = { publicId: string; address: string; text: string };

/** Wrong secrets that one address may offer for one token within a minute. */
const GUESSES = 10;

const limiters = () =>
  processState("attempts", () => ({
    /** Wrong secrets for one token from one address: others and the owner are not touched. */
    tokenFromAddress: new RateLimiterMemory({ points: GUESSES, duration: 60 }),
    /** Any wrong secret for a token, from anywhere: sends it to the low-priority lane. */
    token: new RateLimiterMemory({ points: 1, duration: 600 }),
    signInFromAddress: new RateLimiterMemory({ points: 50, duration: 300 }),
    signIn: new RateLimiterMemory({ points: 10, duration: 300 }),
    passwordCheck: new RateLimiterMemory({ points: 10, duration: 300 }),
    setupCode: new RateLimiterMemory({ points: 10, duration: 300 }),
    /** By public id: the secrets that are being checked now. */
    underway: new Map<string, Set<Attempt>>(),
  }));

type Limiter = Exclude<keyof ReturnType<typeof limiters>, "underway">;

const tooMany = (state: RateLimiterRes | null, message: string) =>
  new Problem("rate_limited", message, {
    retryAfterSeconds: Math.max(1, Math.ceil((state?.msBeforeNext ?? 0) / 1000)),
  });

/**
 * Has a secret proven in the lane it deserves and counts it if it is wrong; 429 when this address
 * has guessed at this token too often. A secret counts as wrong while it is being checked, so
 * that nobody gains by offering many at once.
 */
export async function attemptSecret(
  attempt: Attempt,
  prove: (lane: "token" | "suspect") => Promise<boolean>,
): Promise<boolean> {
  const { publicId, text } = attempt;
  const network = networkOf(attempt.address);
  const key = `${publicId} ${network}`;
  const { tokenFromAddress, token } = limiters();
  const wrongHere = await tokenFromAddress.get(key);
  const wrongAnywhere = await token.get(publicId);
  // From here to `enter` nothing may wait: attempts that come at once must see each other.
  const others = attemptsUnderway(publicId).filter((other) => other.text !== text);
  const near = others.filter((other) => networkOf(other.address) === network);
  const here = new Set(near.map((other) => other.text));
  if ((wrongHere?.consumedPoints ?? 0) + here.size >= GUESSES) {
    throw tooMany(wrongHere, "too many requests");
  }
  const leave = enter(attempt);
  try {
    const right = await prove(wrongAnywhere || others.length > 0 ? "suspect" : "token");
    if (!right) {
      await count("tokenFromAddress", key);
      await count("token", publicId);
    }
    return right;
  } finally {
    leave();
  }
}

const attemptsUnderway = (publicId: string): Attempt[] => [
  ...(limiters().underway.get(publicId) ?? []),
];

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

/** An e-mail is at most 254 characters: what is longer must not fill the memory. */
const signInKey = (email: string, address: string) =>
  `${email.trim().slice(0, 255).toLowerCase()} ${networkOf(address)}`;

/**
 * Counts a sign-in attempt before the password is looked at; 429 past 10 in five minutes for one
 * e-mail from one address (so that nobody can lock somebody else out), or 50 for the address.
 */
export async function countSignIn(email: string, address: string): Promise<void> {
  const refused =
    (await count("signInFromAddress", networkOf(address))) ??
    (await count("signIn", signInKey(email, address)));
  if (refused) throw tooMany(refused, "Too many attempts to sign in. Wait a moment and try again.");
}

/** A sign-in that succeeded gives its e-mail the attempts back. */
export async function forgetSignIns(email: string, address: string): Promise<void> {
  await limiters().signIn.delete(signInKey(email, address));
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

/** Counts a set-up code before it is looked at; 429 past 10 in five minutes from one address. */
export async function countSetupCode(address: string): Promise<void> {
  const refused = await count("setupCode", address);
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

/** Told by its shape: the web framework loads the limiter's module more than once. */
function isLimiterAnswer(value: unknown): value is RateLimiterRes {
  return typeof value === "object" && value !== null && "msBeforeNext" in value;
}
