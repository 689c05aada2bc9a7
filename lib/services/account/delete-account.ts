import { Problem } from "#lib/contract/problem.ts";
import type { Tx } from "#lib/db/database.ts";
import { logger } from "#lib/observability/logger.ts";
import type { Actor } from "../context.ts";
import { markAccount } from "../instance/account-marker.ts";
import { lockSetup } from "../instance/setup-lock.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";
import { startDeletingRemains } from "./delete-remains.ts";

/**
 * Deletes the account with its users, tokens, sessions, groups, invites and audit log, and locks
 * the setup. Rows without limit are deleted afterwards, in parts: from the transaction on, no
 * credential reaches them. Written to the server's log, since the audit log is deleted too.
 */
export async function deleteAccount(actor: Actor, accountId: string): Promise<void> {
  await writeAs(actor, async (tx, present) => {
    if (accountId !== present.accountId) {
      throw new Problem("not_found", `account not found: ${accountId.toLowerCase()}`);
    }
    assertCanBegin(present, "accounts.delete");
    await makeUnreachable(tx, accountId);
    await lockSetup(tx);
  });
  markAccount("deleted");
  startDeletingRemains();
  const { userId, email, origin, credential } = actor;
  logger().warn(
    { activityCode: "account.delete", accountId, userId, email, ...origin, by: credential.kind },
    "account deleted",
  );
}

/** Ends every credential of the account, and frees the emails for the next one. */
async function makeUnreachable(tx: Tx, accountId: string): Promise<void> {
  const ofAccount = { accountId };
  await tx.account.update({ where: { id: accountId }, data: { deletedAt: new Date() } });
  await tx.session.deleteMany({ where: { user: ofAccount } });
  await tx.passwordReset.deleteMany({ where: { user: ofAccount } });
  await tx.invite.deleteMany({ where: ofAccount });
  await tx.user.updateMany({
    where: { ...ofAccount, isServiceUser: false },
    data: { emailKey: null, passwordHash: null },
  });
}
