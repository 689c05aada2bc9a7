import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { processState } from "#lib/config/process-state.ts";
import { Problem } from "#lib/contract/problem.ts";

const limiters = () =>
  processState("attempts", () => ({
    /** Wrong secrets for one token from one address: others and the owner are not touched. */
    tokenFromAddress: new RateLimiterMemory({ points: 10, duration: 60 }),
    /** Any wrong secret for a token, from anywhere: sends it to the low-priority lane. */
    token: new RateLimiterMemory({ points: 1, duration: 600 }),
    signInFromAddress: new RateLimiterMemory({ points: 50, duration: 300 }),
    signIn: new RateLimiterMemory({ points: 10, duration: 300 }),
  }));

type Limiter = keyof ReturnType<typeof limiters>;

async function spent(limiter: Limiter, key: string): Promise<RateLimiterRes | null> {
  const state = await limiters()[limiter].get(key);
  return state !== null && state.remainingPoints <= 0 ? state : null;
}

const tooMany = (state: RateLimiterRes, message: string) =>
  new Problem("rate_limited", message, {
    retryAfterSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
  });

/** Which lane a token's proof waits in; 429 when this address has guessed at it too often. */
export async function laneOf(publicId: string, address: string): Promise<"token" | "suspect"> {
  const state = await spent("tokenFromAddress", `${publicId} ${address}`);
  if (state) throw tooMany(state, "too many requests");
  return (await spent("token", publicId)) ? "suspect" : "token";
}

export async function recordWrongSecret(publicId: string, address: string): Promise<void> {
  await count("tokenFromAddress", `${publicId} ${address}`);
  await count("token", publicId);
}

/**
 * Counts a sign-in attempt before the password is looked at; 429 past 10 in five minutes for one
 * e-mail from one address (so that nobody can lock somebody else out), or 50 for the address.
 */
export async function countSignIn(email: string, address: string): Promise<void> {
  const refused =
    (await count("signInFromAddress", address)) ??
    (await count("signIn", `${email.trim().toLowerCase()} ${address}`));
  if (refused) throw tooMany(refused, "Too many attempts to sign in. Wait a moment and try again.");
}

/** A sign-in that succeeded gives its e-mail the attempts back. */
export async function forgetSignIns(email: string, address: string): Promise<void> {
  await limiters().signIn.delete(`${email.trim().toLowerCase()} ${address}`);
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
