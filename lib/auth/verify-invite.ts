import { Problem } from "#lib/contract/problem.ts";
import { hasProof, proveToken } from "#lib/crypto/proof.ts";
import { readTokenText, tokenTextFlaw } from "#lib/crypto/token-text.ts";
import type { Origin } from "#lib/services/actor.ts";
import { findInviteProof, type InviteProof } from "#lib/services/invites/invite-by-token.ts";
import { unknownInvite } from "#lib/services/invites/invite-row.ts";
import { networksOf } from "#lib/services/network.ts";
import { attemptSecret } from "./attempts.ts";

/**
 * The invite that a token belongs to: 422 for a text that is no token, 404 for one that is no
 * invite's, wrong secrets included. Wrong secrets are counted, and wait, as those of access
 * tokens do. A caller that acts on the proof reads the row again.
 */
export async function verifyInvite(text: string, { address }: Origin): Promise<InviteProof> {
  const flaw = tokenTextFlaw(text, "nbi_");
  if (flaw !== null) throw new Problem("validation_failed", `invalid invite token: ${flaw}`);
  const publicId = readTokenText(text, "nbi_")?.publicId;
  const found = publicId === undefined ? null : await findInviteProof(publicId);
  if (found === null) throw unknownInvite();
  if (hasProof(text, found.hash)) return found;
  const attempt = { publicId: `nbi_${publicId}`, address, text };
  const proven = await attemptSecret(attempt, (lane) =>
    proveToken(text, found.hash, { lane, flow: [...networksOf(address), attempt.publicId] }),
  );
  if (!proven) throw unknownInvite();
  return found;
}
