import { emailKeyOf } from "#lib/contract/emails.ts";
import { RESET_MINUTES } from "#lib/contract/resets.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import { checkAhead, rememberResult } from "../idempotency.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { deadlineOf } from "../request-deadline.ts";
import { type PreparedToken, prepareToken } from "../tokens/create-token.ts";
import { findUser, toPolicyTarget, type UserRow } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { SYSTEM } from "./reset-row.ts";

type Made = { resetToken: string; expiresAt: Date };
type Target = { id: string; name: string; email: string };

/** Creates a one-time link for a user and voids an older one. `resetToken` is returned only here. */
export async function createReset(actor: Actor, userId: string): Promise<Made> {
  // Checked before hashing, and again in the transaction.
  assertCanBegin(actor, "passwords.reset", userId);
  await checkAhead(actor, () => findResettable(database().read, actor, userId));
  const deadline = deadlineOf(actor.origin);
  const { text, ...token } = await prepareToken("nbr_", { flow: [actor.userId], deadline });
  return writeAs(actor, async (tx, present) => {
    const target = await findResettable(tx, present, userId);
    const expiresAt = await insertReset(tx, present, target, token);
    await rememberResult(tx, present, target.id);
    return { resetToken: text, expiresAt };
  });
}

/** The user, if this actor may create a link for them. */
async function findResettable(
  client: ReadClient | Tx,
  actor: Actor,
  userId: string,
): Promise<UserRow> {
  assertCanBegin(actor, "passwords.reset", userId);
  const target = await findUser(client, actor.accountId, userId);
  // Neither blocked users nor those who await approval can sign in.
  const isBlocked = target.isBlocked || target.pendingApproval;
  assertCan(actor, "passwords.reset", { ...toPolicyTarget(target), isBlocked });
  return target;
}

/** The same by email, for anyone with a shell on the server; returns the reason of a refusal. */
export async function createResetOnServer(email: string): Promise<Made | "unknown" | "blocked"> {
  const { text, ...token } = await prepareToken("nbr_", { flow: [] });
  return database().write(async (tx) => {
    const target = await tx.user.findUnique({ where: { emailKey: emailKeyOf(email.trim()) } });
    if (target === null || target.isServiceUser) return "unknown";
    if (target.isBlocked || target.pendingApproval) return "blocked";
    const origin = { address: "", userAgent: "npm run admin", requestId: "admin" };
    const { accountId } = target;
    const initiator = { userId: SYSTEM, accountId, name: "", email: "", origin };
    const expiresAt = await insertReset(tx, initiator, target, token);
    return { resetToken: text, expiresAt };
  });
}

async function insertReset(
  tx: Tx,
  initiator: Initiator,
  target: Target,
  token: Omit<PreparedToken, "text">,
): Promise<Date> {
  const { id: userId, name: username, email } = target;
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + RESET_MINUTES * 60_000);
  const { emailKey } = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { emailKey: true },
  });
  await tx.passwordReset.deleteMany({ where: { userId } });
  await tx.passwordReset.create({
    data: {
      id: newXid(),
      userId,
      ...token,
      emailKey: emailKey ?? "",
      expiresAt,
      createdAt,
      createdBy: initiator.userId,
    },
  });
  await recordEvent(tx, initiator, {
    code: "user.password.reset.link.create",
    targetId: userId,
    meta: { username, email },
  });
  return expiresAt;
}
