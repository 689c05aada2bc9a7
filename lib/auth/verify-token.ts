import { Problem } from "#lib/contract/problem.ts";
import { readTokenText } from "#lib/crypto/token-text.ts";
import {
  isVerified,
  verificationPatienceMs,
  verifySecret,
} from "#lib/crypto/verification-cache.ts";
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
import { recordTokenUse } from "#lib/services/usage/record-use.ts";
import { attemptSecret, countWrongSecret } from "./attempts.ts";

/** Is called with a token's expiry as soon as its secret is proven. */
export type OnProven = (expiresAt: Date) => void;

/**
 * Who a token belongs to, as the database is now. Unknown, malformed, revoked and wrong are the
 * same 401; expired (401) and blocked (403) are returned only once the secret is proven.
 */
export async function verifyToken(
  text: string,
  origin: Origin,
  onProven?: OnProven,
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
  onProven?.(proven.expiresAt);
  const actor = actorOfToken(proven, origin);
  if (proven !== found) void renewHash(text, proven);
  recordTokenUse(proven, origin);
  return actor;
}

/** The text was right each time: a 401 would make a client give up for good. */
const BUSY = "the token's hash is being renewed, please try again shortly";

type Claim = { text: string; publicId: string; origin: Origin };

/** The token's row as it is after the proof: a revocation may have come while that waited. */
async function proveNow(claim: Claim, found: TokenWithUser): Promise<TokenWithUser> {
  await prove(claim, found);
  let present = await findAgain(claim, found);
  if (present.hash !== found.hash) {
    // Another process renewed the hash meanwhile, of this very text or the proof fails.
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

async function findAgain({ publicId }: Claim, { id }: TokenWithUser): Promise<TokenWithUser> {
  const present = await findToken(publicId);
  if (present === null || present.id !== id) throw invalidCredential("token");
  return present;
}
