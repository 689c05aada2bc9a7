import { globalSingleton } from "#lib/config/global-singleton.ts";
import type { Actor, CredentialId } from "#lib/services/context.ts";
import { networkOf } from "#lib/services/network.ts";
import { Counts } from "./counts.ts";

/** A secret sent for a token. */
type Attempt = { publicId: string; address: string; text: string };

/** Wrong secrets for one token from one network within a minute; a 429 beyond. */
const GUESSES = 10;
/** Password checks of one credential, or setup codes from one network, within five minutes. */
const CHECKS = 10;

const limiters = () =>
  globalSingleton("attempts", () => ({
    /** Wrong secrets for one token from one network. */
    secretsFromNetwork: new Counts(60),
    /** Wrong secrets for one token from any network: its checks then use the low-priority lane. */
    secrets: new Counts(600),
    passwordCheck: new Counts(300),
    setupCode: new Counts(300),
    /** By public ID: secrets being checked, each with its number of requests. */
    underway: new Map<string, Map<string, number>>(),
  }));

/**
 * Verifies a secret in its lane and counts it if it is wrong: false, or 429 after ten wrong ones
 * from this network within a minute. The right secret always passes, since others may guess from
 * the same address. While another secret for the token is being checked, it waits as a suspect.
 */
export async function attemptSecret(
  attempt: Attempt,
  prove: (lane: "token" | "suspect") => Promise<boolean>,
): Promise<boolean> {
  const lane = laneOf(attempt);
  const leave = enter(attempt);
  try {
    if (await prove(lane)) return true;
    limiters().secrets.add(attempt.publicId);
    countWrongSecret(attempt);
    return false;
  } finally {
    leave();
  }
}

/**
 * Counts a wrong secret, also for a token that does not exist: 429 after ten of one token from one
 * network within a minute, so that the status does not reveal which tokens exist. An unknown token
 * costs no bcrypt: anyone can send as many as they like.
 */
export function countWrongSecret({ publicId, address }: Omit<Attempt, "text">): void {
  const { secretsFromNetwork } = limiters();
  const key = `${publicId} ${networkOf(address)}`;
  if (secretsFromNetwork.of(key) >= GUESSES) {
    throw secretsFromNetwork.refusal(key, "too many requests");
  }
  secretsFromNetwork.add(key);
}

/** Whether another secret for the token is being checked: either may be a guess. */
function laneOf({ publicId, text }: Attempt): "token" | "suspect" {
  const { secrets, underway } = limiters();
  const checked = underway.get(publicId);
  const others = (checked?.size ?? 0) > (checked?.has(text) ? 1 : 0);
  return others || secrets.of(publicId) > 0 ? "suspect" : "token";
}

/** Marks a secret as being checked until the returned function is called. */
function enter({ publicId, text }: Attempt): () => void {
  const { underway } = limiters();
  const checked = underway.get(publicId) ?? new Map<string, number>();
  underway.set(publicId, checked.set(text, (checked.get(text) ?? 0) + 1));
  return () => {
    const rest = (checked.get(text) ?? 1) - 1;
    if (rest > 0) checked.set(text, rest);
    else checked.delete(text);
    if (checked.size === 0) underway.delete(publicId);
  };
}

/**
 * Counts a password confirmation of a signed-in user before the password is checked: 429 after 10
 * in five minutes of the credential, from any network, so that a stolen credential cannot guess.
 */
export function countPasswordCheck(actor: Guesser): void {
  const message = "too many attempts, please try again later";
  count(limiters().passwordCheck, guesserOf(actor), message);
}

/** Resets the count after a correct password. */
export function forgetPasswordChecks(actor: Guesser): void {
  limiters().passwordCheck.forget(guesserOf(actor));
}

type Guesser = Pick<Actor, "userId"> & { credential: CredentialId };

/**
 * Sessions are counted separately: a stolen one does not lock out others. A user's tokens are
 * counted together, since one can create others.
 */
const guesserOf = ({ credential, userId }: Guesser): string =>
  credential.kind === "session" ? `session ${credential.id}` : `tokens of ${userId}`;

/** Counts a setup code before it is checked: 429 after 10 in five minutes from one network. */
export function countSetupCode(address: string): void {
  count(limiters().setupCode, networkOf(address), "too many requests");
}

function count(counts: Counts, key: string, refusal: string): void {
  if (counts.of(key) >= CHECKS) throw counts.refusal(key, refusal);
  counts.add(key);
}
