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
    secretsFromNetwork: new Counts(60),
    /** Wrong secrets for one token from anywhere, for any from one network, and all: see `laneOf`. */
    secrets: new Counts(600),
    passwordCheck: new Counts(300),
    setupCode: new Counts(300),
    /** By public id: the secrets that are being checked now. */
    underway: new Map<string, Set<Attempt>>(),
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
 * Each session is counted for itself: a stolen one does not lock out other sessions. A
 * user's tokens are counted together, since one can make others.
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
