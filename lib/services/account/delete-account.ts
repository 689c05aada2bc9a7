import { Problem } from "#lib/contract/problem.ts";
import { logger } from "#lib/observability/logger.ts";
import type { Actor } from "../context.ts";
import { markAccount } from "../instance/account-marker.ts";
import { lockSetup } from "../instance/setup-lock.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";

/**
 * Deletes the account with its users, tokens, sessions, groups, invites and audit log, and locks
 * the setup. Written to the server's log, since the audit log is deleted too.
 */
export async function deleteAccount(actor: Actor, accountId: string): Promise<void> {
  await writeAs(actor, async (tx, present) => {
    if (accountId !== present.accountId) {
      throw new Problem("not_found", `account not found: ${accountId.toLowerCase()}`);
    }
    assertCanBegin(present, "accounts.delete");
    await tx.account.delete({ where: { id: accountId } });
    await lockSetup(tx);
  });
  markAccount("deleted");
  const { userId, email, origin, credential } = actor;
  logger().warn(
    { activityCode: "account.delete", accountId, userId, email, ...origin, by: credential.kind },
    "account deleted",
  );
}
