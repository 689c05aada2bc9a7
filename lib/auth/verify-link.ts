import { invalid, type Problem } from "#lib/contract/problem.ts";
import { readTokenText, tokenTextError } from "#lib/crypto/token-text.ts";
import {
  isVerified,
  verificationPatienceMs,
  verifySecret,
} from "#lib/crypto/verification-cache.ts";
import type { Origin } from "#lib/services/context.ts";
import { findInviteProof, type InviteProof } from "#lib/services/invites/invite-by-token.ts";
import { unknownInvite } from "#lib/services/invites/invite-row.ts";
import { networksOf } from "#lib/services/network.ts";
import { deadlineOf } from "#lib/services/request-deadline.ts";
import { findResetProof } from "#lib/services/resets/accept-reset.ts";
import { type ResetProof, unknownReset } from "#lib/services/resets/reset-row.ts";
import { attemptSecret, countWrongSecret } from "./attempts.ts";

/** A kind of one-time link: prefix of its tokens, look-up of its row, and its errors. */
type LinkKind<Proof> = {
  prefix: "nbi_" | "nbr_";
  /** The parameter with the token. */
  param: string;
  malformed: string;
  find: (publicId: string) => Promise<Proof | null>;
  unknown: () => Problem;
};

const INVITE: LinkKind<InviteProof> = {
  prefix: "nbi_",
  param: "invite",
  malformed: "invalid invite token",
  find: findInviteProof,
  unknown: unknownInvite,
};
const RESET: LinkKind<ResetProof> = {
  prefix: "nbr_",
  param: "reset",
  malformed: "invalid reset token",
  find: findResetProof,
  unknown: unknownReset,
};

/**
 * The row of a link's token: 422 for a malformed token, 404 for an unknown one or a wrong secret.
 * Both are counted like those of access tokens. Callers must read the row again before they act on
 * it.
 */
async function verifyLink<Proof extends { hash: string }>(
  { prefix, param, malformed, find, unknown }: LinkKind<Proof>,
  text: string,
  origin: Origin,
): Promise<Proof> {
  const { address } = origin;
  const reason = tokenTextError(text, prefix);
  if (reason !== null) throw invalid(param, `${malformed}: ${reason}`);
  const publicId = readTokenText(text, prefix)?.publicId;
  if (publicId === undefined) throw unknown();
  const found = await find(publicId);
  const attempt = { publicId: `${prefix}${publicId}`, address, text };
  if (found === null) {
    countWrongSecret(attempt);
    throw unknown();
  }
  if (isVerified(text, found.hash)) return found;
  const flow = [...networksOf(address), attempt.publicId];
  const deadline = deadlineOf(origin, verificationPatienceMs(found.hash));
  const proven = await attemptSecret(attempt, (lane) =>
    verifySecret(text, found.hash, { lane, flow, deadline }),
  );
  if (!proven) throw unknown();
  return found;
}

/** The invite of an `nbi_` token. */
export const verifyInvite = (text: string, origin: Origin) => verifyLink(INVITE, text, origin);

/** The password reset of an `nbr_` token. */
export const verifyReset = (text: string, origin: Origin) => verifyLink(RESET, text, origin);
