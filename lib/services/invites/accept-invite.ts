import { emailKeyOf } from "#lib/contract/emails.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import type { InviteView } from "#lib/contract/views.ts";
import { database, type Tx } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { networksOf } from "../network.ts";
import { deadlineOf } from "../request-deadline.ts";
import { insertUser } from "../users/insert-user.ts";
import { hashNewPassword } from "../users/new-password.ts";
import { type InviteProof, readProven } from "./invite-by-token.ts";

/** NetBird's words go before ours. */
const INVALID = { path: "password", prefix: "invalid password: " };

/**
 * Makes the invited person a user with the invite's role and groups, active whatever the account
 * says of approval, since the invite was one (contract 2.9). The invite is gone with it: of many
 * who accept at the same time one succeeds, and the others find no invite.
 */
export async function acceptInvite(
  proof: InviteProof,
  password: string,
  origin: Origin,
): Promise<void> {
  // Refused before the hash is made, so that a dead link cannot have us hash.
  const invited = (await readProven(database().read, proof)).view;
  assertValid(invited);
  const deadline = deadlineOf(origin);
  const turn = { lane: "known", flow: networksOf(origin.address), deadline } as const;
  const passwordHash = await hashNewPassword(password, invited, turn, INVALID);
  await database().write(async (tx) => {
    const { view, accountId, createdBy } = await readAcceptable(tx, proof);
    const { id, name, email, role, autoGroups } = view;
    await tx.invite.delete({ where: { id } });
    const userId = await insertUser(tx, {
      accountId,
      createdBy,
      role,
      autoGroups,
      name,
      isServiceUser: false,
      email,
      emailKey: emailKeyOf(email),
      passwordHash,
    });
    await recordEvent(
      tx,
      { userId, accountId, name, email, origin },
      {
        code: "user.invite.link.accept",
        targetId: userId,
        meta: { username: name, email, role, invite_id: id, invited_by: createdBy },
      },
    );
  });
}

/** Within the transaction, so that who comes second finds no invite, and not the first one's user. */
async function readAcceptable(tx: Tx, proof: InviteProof) {
  const invite = await readProven(tx, proof);
  assertValid(invite.view);
  const emailKey = emailKeyOf(invite.view.email);
  const taken = await tx.user.findUnique({ where: { emailKey }, select: { id: true } });
  if (taken !== null) throw new Problem("conflict", "user with this email already exists");
  return invite;
}

function assertValid({ isExpired, isValid }: InviteView): void {
  if (isExpired) throw invalid("invite", "invite has expired");
  if (!isValid) throw invalid("invite", "invite is void: its inviter may no longer invite");
}
