import { Problem } from "#lib/contract/problem.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { readUser } from "./read-users.ts";

/**
 * Always refuses to invite a user again (contract 2.7): a pending invite has no user yet, and is
 * resent by regenerating its link.
 */
export async function resendInvite(actor: Actor, userId: string): Promise<never> {
  assertCanBegin(actor, "users.invite", userId);
  const target = await readUser(actor.accountId, userId);
  if (target.isServiceUser) {
    throw new Problem("not_found", `user account ${userId.toLowerCase()} doesn't exist`);
  }
  const message = "can't invite a user with an activated netbird account";
  throw new Problem("precondition_failed", message);
}
