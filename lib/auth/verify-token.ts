import { hasProof, proveToken } from "#lib/crypto/proof.ts";
import { readTokenText } from "#lib/crypto/token-text.ts";
import {
  type Actor,
  actorOfToken,
  findToken,
  invalidCredential,
  type Origin,
  type TokenHolder,
} from "#lib/services/actor.ts";
import { recordTokenUse } from "#lib/services/tokens/record-use.ts";
import { attemptSecret } from "./attempts.ts";

/** Is told when a token expires, as soon as its secret is proven. */
export type OnProven = (expiresAt: Date) => void;

/**
 * Who a token belongs to, as the database is now. Unknown, malformed, revoked and wrong are the
 * same 401; expired (401) and blocked (403) are told only once the secret is proven.
 */
export async function verifyToken(
  text: string,
  origin: Origin,
  onProven?: OnProven,
): Promise<Actor> {
  const shape = readTokenText(text, "nbp_");
  if (shape === null) throw invalidCredential("token");
  const found = await findToken(shape.publicId);
  if (found === null) throw invalidCredential("token");
  const proven = hasProof(text, found.hash)
    ? found
    : await prove(text, shape.publicId, found, origin);
  onProven?.(proven.expiresAt);
  const actor = actorOfToken(proven, origin);
  recordTokenUse(proven, origin);
  return actor;
}

async function prove(
  text: string,
  publicId: string,
  found: TokenHolder,
  { address }: Origin,
): Promise<TokenHolder> {
  const proven = await attemptSecret({ publicId, address, text }, (lane) =>
    proveToken(text, found.hash, lane),
  );
  if (!proven) throw invalidCredential("token");
  // A revocation may have come while the proof waited for its turn.
  const present = await findToken(publicId);
  if (present === null || present.hash !== found.hash) throw invalidCredential("token");
  return present;
}
