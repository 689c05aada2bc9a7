import { Problem } from "#lib/contract/problem.ts";
import { hasProof, proveToken } from "#lib/crypto/proof.ts";
import { readTokenText, tokenTextFlaw } from "#lib/crypto/token-text.ts";
import type { Origin } from "#lib/services/actor.ts";
import { networksOf } from "#lib/services/network.ts";
import { findResetProof } from "#lib/services/resets/accept-reset.ts";
import { type ResetProof, unknownReset } from "#lib/services/resets/reset-row.ts";
import { attemptSecret } from "./attempts.ts";

/**
 * The password reset that a token belongs to; refuses and counts as `verifyInvite` does.
 * A caller that acts on the proof reads the row again.
 */
export async function verifyReset(text: string, { address }: Origin): Promise<ResetProof> {
  const flaw = tokenTextFlaw(text, "nbr_");
  if (flaw !== null) throw new Problem("validation_failed", `invalid reset token: ${flaw}`);
  const publicId = readTokenText(text, "nbr_")?.publicId;
  const found = publicId === undefined ? null : await findResetProof(publicId);
  if (found === null) throw unknownReset();
  if (hasProof(text, found.hash)) return found;
  const attempt = { publicId: `nbr_${publicId}`, address, text };
  const proven = await attemptSecret(attempt, (lane) =>
    proveToken(text, found.hash, { lane, flow: [...networksOf(address), attempt.publicId] }),
  );
  if (!proven) throw unknownReset();
  return found;
}
