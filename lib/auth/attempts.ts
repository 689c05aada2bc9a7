import { globalSingleton } from "#lib/config/global-singleton.ts";
import type { Actor } from "#lib/services/context.ts";
import { networkOf } from "#lib/services/network.ts";
import { Counts } from "./counts.ts";

/** A secret that is offered for a token. */
type Attempt = { publicId: string; address: string; text: string };

/** Wrong secrets for one token from one network within a minute, after which each is a 429. */
const GUESSES = 10;
/** Password checks of one credential, or set-up codes from one network, within five minutes. */
const CHECKS = 10;

const limiters = () =>
  globalSingleton("attempts", () => ({
    /** Wrong secrets for one token from one network. */
    secretsFromNetwork: new Counts(60),
    /** Wrong secrets for one token from anywhere: they send it to the low-priority lane. */
    secrets: new Counts(600),
    passwordCheck: new Counts(300),
    setupCode: new Counts(300),
    /** By public ID: the secrets that are being checked now, each with how many ask for it. */
    underway: new Map<string, Map<string, number>>(),
  }));

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
 * Counts a secret that is wrong, or for a token that does not exist: 429 past ten of one token from
 * one network within a minute, so that the status does not reveal which tokens exist. An unknown
 * token costs no bcrypt: anyone can send as many as they like.
 */
export function countWrongSecret({ publicId, address }: Omit<Attempt, "text">): void {
  const { secretsFromNetwork } = limiters();
  const key = `${publicId} ${networkOf(address)}`;
  if (secretsFromNetwork.of(key) >= GUESSES) {
    throw secretsFromNetwork.refusal(key, "too many requests");
  }
  secretsFromNetwork.add(key);
}

/** While another secret for the token is being checked, either may be a guess. */
function laneOf({ publicId, text }: Attempt): "token" | "suspect" {
  const { secrets, underway } = limiters();
  const checked = underway.get(publicId);
  const others = (checked?.size ?? 0) > (checked?.has(text) ? 1 : 0);
  return others || secrets.of(publicId) > 0 ? "suspect" : "token";
}

/** Notes that a secret is being checked, until the returned function is called. */
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
 * Counts, before it is looked at, a password with which a signed-in person confirms who they are;
 * 429 past 10 in five minutes of the credential, from wherever it comes, so that a stolen one
 * cannot guess.
 */
export function countPasswordCheck(actor: Guesser): void {
  const message = "too many attempts, please try again later";
  count(limiters().passwordCheck, guesserOf(actor), message);
}

/** A password that was right gives its person the attempts back. */
export function forgetPasswordChecks(actor: Guesser): void {
  limiters().passwordCheck.forget(guesserOf(actor));
}

type Guesser = Pick<Actor, "credential" | "userId">;

/**
 * Each session is counted for itself: a stolen one does not lock out other sessions. A user's
 * tokens are counted together, since one can create others.
 */
const guesserOf = ({ credential, userId }: Guesser): string =>
  credential.kind === "session" ? `session ${credential.id}` : `tokens of ${userId}`;

/** Counts a set-up code before it is looked at; 429 past 10 in five minutes from one network. */
export function countSetupCode(address: string): void {
  count(limiters().setupCode, networkOf(address), "too many requests");
}

function count(counts: Counts, key: string, refusal: string): void {
  if (counts.of(key) >= CHECKS) throw counts.refusal(key, refusal);
  counts.add(key);
}
