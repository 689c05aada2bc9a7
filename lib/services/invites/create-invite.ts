import { emailKeyOf } from "#lib/contract/emails.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { toWireInvite } from "#lib/contract/to-wire.ts";
import type { InviteView } from "#lib/contract/views.ts";
import { rememberVerified } from "#lib/crypto/verification-cache.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { assertEmail } from "../assert-email.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { checkAhead, rememberResult } from "../idempotency.ts";
import { assertCanBegin, assertCanGrant } from "../policy.ts";
import { assertCanLetOpen } from "../protected-services/assert-can-let-open.ts";
import { deadlineOf } from "../request-deadline.ts";
import { type PreparedToken, prepareToken } from "../tokens/create-token.ts";
import { writeAs } from "../write-as.ts";
import { expiryOf, findInvite, toInviteView } from "./invite-row.ts";

type Body = OperationInput<"invites.create">["body"];
type Filled = "email" | "name" | "auto_groups";
/** A body with its defaults. */
type NewInvite = Omit<Body, Filled> & { [Field in Filled]: NonNullable<Body[Field]> };

/** Invites a user by link (contract 2.9). `inviteToken` is returned only here. */
export async function createInvite(
  actor: Actor,
  { email = "", name = "", auto_groups = [], ...rest }: Body,
): Promise<{ invite: InviteView; inviteToken: string }> {
  const wanted = { ...rest, email, name, auto_groups };
  assertInvitable(wanted);
  await assertMayInvite(actor, wanted);
  const deadline = deadlineOf(actor.origin);
  const { text, ...token } = await prepareToken("nbi_", { flow: [actor.userId], deadline });
  const invite = await writeAs(actor, async (tx, present) => {
    await assertMayGrant(tx, present, wanted);
    await assertFree(tx, emailKeyOf(wanted.email));
    const id = await insertInvite(tx, present, wanted, token);
    await recordEvent(tx, present, {
      code: "user.invite.link.create",
      targetId: id,
      meta: { email: wanted.email, role: wanted.role },
    });
    await rememberResult(tx, present, id);
    const { view } = await toInviteView(tx, await findInvite(tx, present.accountId, id));
    assertClaims(present, toWireInvite(view));
    return view;
  });
  rememberVerified(text, token.hash);
  return { invite, inviteToken: text };
}

/** Checks before hashing what the transaction checks again. */
async function assertMayInvite(actor: Actor, wanted: NewInvite): Promise<void> {
  await assertMayGrant(database().read, actor, wanted);
  await checkAhead(actor, () => assertFree(database().read, emailKeyOf(wanted.email)));
  expiryOf(wanted.expires_in);
}

async function assertMayGrant(
  client: ReadClient | Tx,
  actor: Actor,
  { role, auto_groups }: NewInvite,
): Promise<void> {
  assertCanBegin(actor, "invites.create");
  assertCanGrant(actor, {
    users: [{ role, isServiceUser: false }],
    groups: { before: [], after: auto_groups },
  });
  await assertCanLetOpen(client, actor, { before: null, after: { role, groups: auto_groups } });
}

function assertInvitable({ name, email, role }: NewInvite): void {
  if (name === "") throw invalid("name", "name can't be empty");
  if (email === "") throw invalid("email", "email can't be empty");
  if (role === "owner") throw invalid("role", "can't invite a user with owner role");
  assertEmail(email);
}

async function assertFree(client: ReadClient | Tx, emailKey: string): Promise<void> {
  const byEmail = { where: { emailKey }, select: { id: true } };
  if ((await client.user.findUnique(byEmail)) !== null) {
    throw new Problem("conflict", "user with this email already exists");
  }
  if ((await client.invite.findUnique(byEmail)) !== null) {
    throw new Problem("conflict", "invite already exists for this email");
  }
}

async function insertInvite(
  tx: Tx,
  actor: Actor,
  wanted: NewInvite,
  token: Omit<PreparedToken, "text">,
): Promise<string> {
  const id = newXid();
  await tx.invite.create({
    data: {
      id,
      accountId: actor.accountId,
      ...token,
      email: wanted.email,
      emailKey: emailKeyOf(wanted.email),
      name: wanted.name,
      role: wanted.role,
      autoGroups: wanted.auto_groups,
      expiresAt: expiryOf(wanted.expires_in),
      createdAt: new Date(),
      createdBy: actor.userId,
    },
  });
  return id;
}
