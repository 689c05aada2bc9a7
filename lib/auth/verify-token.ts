import { Problem } from "#lib/contract/problem.ts";
import { readTokenText } from "#lib/crypto/token-text.ts";
import {
  isVerified,
  verificationPatienceMs,
  verifySecret,
} from "#lib/crypto/verification-cache.ts";
import { isNetworkRefusal } from "#lib/services/allowed-networks.ts";
import type { Actor, Origin } from "#lib/services/context.ts";
import {
  actorOfToken,
  findToken,
  invalidCredential,
  type TokenWithUser,
} from "#lib/services/credentials.ts";
import { networksOf } from "#lib/services/network.ts";
import { deadlineOf } from "#lib/services/request-deadline.ts";
import { activateSecret } from "#lib/services/tokens/activate-secret.ts";
import { recordOldSecretUse } from "#lib/services/tokens/old-secret-use.ts";
import { renewHash } from "#lib/services/tokens/renew-hash.ts";
import { endOf, isReplaced } from "#lib/services/tokens/secret-row.ts";
import { noteNetworkRefusal } from "#lib/services/usage/network-refusals.ts";
import { recordTokenUse } from "#lib/services/usage/record-use.ts";
import { attemptSecret, countWrongSecret } from "./attempts.ts";

/** Called once a secret is verified, with its end, and the time since which it has a successor. */
export type OnProven = (life: { end: Date; replacedAt: Date | null }) => void;

/** What a request with a token is for, and who learns that its secret is verified. */
export type TokenRequest = Pick<Actor, "revokesItself"> & {
  onProven?: OnProven;
  /**
   * Another service of the account asks about the token: no use of it, and wrong secrets count for
   * the asker. Tokens of other accounts are unknown.
   */
  askedBy?: { name: string; accountId: string };
};

/**
 * The owner of a token, read from the database. Unknown, malformed, revoked and wrong tokens get
 * the same 401; expired (401), blocked and a refused address (403) are reported only once the
 * secret is verified.
 */
export async function verifyToken(
  text: string,
  origin: Origin,
  request: TokenRequest = {},
): Promise<Actor> {
  const shape = readTokenText(text, "nbp_");
  if (shape === null) throw invalidCredential("token");
  const { publicId } = shape;
  const found = await findToken(publicId);
  const { askedBy } = request;
  const guesser = askedBy?.name ?? origin.address;
  if (found === null || (askedBy && found.user.accountId !== askedBy.accountId)) {
    countWrongSecret({ publicId, address: guesser });
    throw invalidCredential("token");
  }
  const claim = { text, publicId, origin, guesser };
  const proven = isVerified(text, found.hash) ? found : await proveNow(claim, found);
  request.onProven?.({ end: endOf(proven), replacedAt: proven.replacedAt });
  if (isReplaced(proven)) refuseReplaced(claim, proven);
  let actor = admit(proven, origin, request);
  if (proven !== found) void renewHash(text, proven);
  if (proven.state === "pending" && !request.revokesItself) {
    await activateSecret(proven, origin);
    const activated = await findAgain(claim, proven);
    request.onProven?.({ end: endOf(activated), replacedAt: activated.replacedAt });
    actor = admit(activated, origin, request);
  }
  if (request.askedBy === undefined) recordTokenUse(proven, origin);
  return actor;
}

/** Who sends a secret that a rotation ended may have stolen it: counted like a wrong one. */
function refuseReplaced({ publicId, origin, guesser }: Claim, token: TokenWithUser): never {
  recordOldSecretUse(token, origin);
  countWrongSecret({ publicId, address: guesser });
  throw invalidCredential("token", "replaced");
}

function admit(token: TokenWithUser, origin: Origin, request: TokenRequest): Actor {
  try {
    return actorOfToken(token, origin, request);
  } catch (error) {
    if (isNetworkRefusal(error) && request.askedBy === undefined) noteNetworkRefusal(token, origin);
    throw error;
  }
}

/** The secret was correct each time: a 401 would make clients give up. */
const BUSY = "the token's hash is being renewed, please try again shortly";

/** `guesser` is the address, or the asker, that wrong secrets count for. */
type Claim = { text: string; publicId: string; origin: Origin; guesser: string };

/** The token's row after the verification: it may have been revoked during the wait. */
async function proveNow(claim: Claim, found: TokenWithUser): Promise<TokenWithUser> {
  await prove(claim, found);
  let present = await findAgain(claim, found);
  if (present.hash !== found.hash) {
    // Another process replaced the hash: verify the token against the new one.
    await prove(claim, present);
    const last = await findAgain(claim, found);
    if (last.hash !== present.hash)
      throw new Problem("unavailable", BUSY, { retryAfterSeconds: 1 });
    present = last;
  }
  return present;
}

async function prove({ text, publicId, origin, guesser: address }: Claim, token: TokenWithUser) {
  const { hash, user } = token;
  const proven = await attemptSecret({ publicId, address, text }, (given) => {
    const lane = isReplaced(token) ? "suspect" : given;
    const last = lane === "suspect" ? publicId : user.id;
    const deadline = deadlineOf(origin, verificationPatienceMs(hash));
    return verifySecret(text, hash, { lane, flow: [...networksOf(address), last], deadline });
  });
  if (!proven) throw invalidCredential("token");
}

async function findAgain({ publicId }: Claim, { secretId }: TokenWithUser): Promise<TokenWithUser> {
  const present = await findToken(publicId);
  if (present?.secretId !== secretId) throw invalidCredential("token");
  return present;
}
