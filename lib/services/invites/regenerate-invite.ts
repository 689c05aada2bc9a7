import { rememberVerified } from "#lib/crypto/verification-cache.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { checkAhead, rememberResult } from "../idempotency.ts";
import { assertCanBegin, assertCanGrant } from "../policy.ts";
import { assertCanLetOpen } from "../protected-services/assert-can-let-open.ts";
import { deadlineOf } from "../request-deadline.ts";
import { prepareToken } from "../tokens/create-token.ts";
import { writeAs } from "../write-as.ts";
import { autoGroupsIn, expiryOf, findInvite, type InviteRow, roleOf } from "./invite-row.ts";

/**
 * Gives an invite a new link and expiry (contract 2.9); the old link stops working. The caller
 * becomes the inviter.
 */
export async function regenerateInvite(
  actor: Actor,
  id: string,
  expiresInSeconds: number | undefined,
): Promise<{ inviteToken: string; expiresAt: Date }> {
  assertCanBegin(actor, "invites.regenerate");
  // Checked before hashing, and again in the transaction.
  await checkAhead(actor, () => findRegenerable(database().read, actor, id));
  expiryOf(expiresInSeconds);
  const deadline = deadlineOf(actor.origin);
  const { text, ...token } = await prepareToken("nbi_", { flow: [actor.userId], deadline });
  const expiresAt = await writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "invites.regenerate");
    const invite = await findRegenerable(tx, present, id);
    const expiresAt = expiryOf(expiresInSeconds);
    await tx.invite.update({
      where: { id },
      data: { ...token, expiresAt, createdBy: present.userId },
    });
    await recordEvent(tx, present, {
      code: "user.invite.link.regenerate",
      targetId: id,
      meta: { email: invite.email },
    });
    await rememberResult(tx, present, id);
    assertClaims(present, { invite_expires_at: expiresAt.toISOString() });
    return expiresAt;
  });
  rememberVerified(text, token.hash);
  return { inviteToken: text, expiresAt };
}

/** The invite, if the actor may give its role. */
async function findRegenerable(
  client: ReadClient | Tx,
  actor: Actor,
  id: string,
): Promise<InviteRow> {
  const invite = await findInvite(client, actor.accountId, id);
  const [role, after] = [roleOf(invite), autoGroupsIn(invite)];
  assertCanGrant(actor, { users: [{ role, isServiceUser: false }], groups: { before: [], after } });
  await assertCanLetOpen(client, actor, { before: null, after: { role, groups: after } });
  return invite;
}
