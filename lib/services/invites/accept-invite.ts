import { emailKeyOf } from "#lib/contract/emails.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import type { InviteView } from "#lib/contract/views.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Origin } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { networksOf } from "../network.ts";
import { deadlineOf } from "../request-deadline.ts";
import { insertUser } from "../users/insert-user.ts";
import { hashNewPassword } from "../users/new-password.ts";
import { type InviteProof, readProven } from "./invite-by-token.ts";

/** NetBird's prefix of our messages. */
const INVALID = { path: "password", prefix: "invalid password: " };

/**
 * Creates the invited user with the invite's role and groups, active even where the account
 * requires approval, since the invite is one (contract 2.9). Deletes the invite: of concurrent
 * requests one succeeds, and the others get 404.
 */
export async function acceptInvite(
  proof: InviteProof,
  password: string,
  origin: Origin,
): Promise<void> {
  // Checked before hashing, so that invalid links cost no hash.
  const invited = (await readAcceptable(database().read, proof)).view;
  const deadline = deadlineOf(origin);
  const turn = { lane: "known", flow: networksOf(origin.address), deadline } as const;
  const passwordHash = await hashNewPassword(password, invited, turn, INVALID);
  await database().write(async (tx) => {
    const { view, accountId, createdBy } = await readAcceptable(tx, proof);
    const { id, name, email, role, autoGroups } = view;
    await tx.invite.delete({ where: { id } });
    const { id: userId } = await insertUser(tx, {
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

/** Again in the transaction, so that a second request finds no invite instead of the first one's user. */
async function readAcceptable(client: ReadClient | Tx, proof: InviteProof) {
  const invite = await readProven(client, proof);
  assertValid(invite.view);
  const emailKey = emailKeyOf(invite.view.email);
  const taken = await client.user.findUnique({ where: { emailKey }, select: { id: true } });
  if (taken === null) return invite;
  // Outside the transaction the user may be the one that this invite has become since it was read.
  await readProven(client, proof);
  throw new Problem("conflict", "user with this email already exists");
}

function assertValid({ isExpired, isValid }: InviteView): void {
  if (isExpired) throw invalid("invite", "invite has expired");
  if (!isValid) throw invalid("invite", "invite is void: its inviter may no longer invite");
}
