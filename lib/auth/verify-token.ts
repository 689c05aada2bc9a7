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
import { renewHash } from "#lib/services/tokens/renew-hash.ts";
import { noteNetworkRefusal } from "#lib/services/usage/network-refusals.ts";
import { recordTokenUse } from "#lib/services/usage/record-use.ts";
import { attemptSecret, countWrongSecret } from "./attempts.ts";

/** Called with a token's expiry once its secret is verified. */
export type OnProven = (expiresAt: Date) => void;

/** What a request with a token is for, and who learns that its secret is verified. */
export type TokenRequest = Pick<Actor, "revokesItself"> & { onProven?: OnProven };

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
  const found = await findToken(shape.publicId);
  if (found === null) {
    countWrongSecret({ publicId: shape.publicId, address: origin.address });
    throw invalidCredential("token");
  }
  const proven = isVerified(text, found.hash)
    ? found
    : await proveNow({ text, publicId: shape.publicId, origin }, found);
  request.onProven?.(proven.expiresAt);
  const actor = admit(proven, origin, request);
  if (proven !== found) void renewHash(text, proven);
  recordTokenUse(proven, origin);
  return actor;
}

function admit(token: TokenWithUser, origin: Origin, request: TokenRequest): Actor {
  try {
    return actorOfToken(token, origin, request);
  } catch (error) {
    if (isNetworkRefusal(error)) noteNetworkRefusal(token, origin);
    throw error;
  }
}

/** The secret was correct each time: a 401 would make clients give up. */
const BUSY = "the token's hash is being renewed, please try again shortly";

type Claim = { text: string; publicId: string; origin: Origin };

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

async function prove({ text, publicId, origin }: Claim, { hash, user }: TokenWithUser) {
  const { address } = origin;
  const proven = await attemptSecret({ publicId, address, text }, (lane) => {
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
