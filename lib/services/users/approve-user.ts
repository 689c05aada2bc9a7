import type { UserView } from "#lib/contract/views.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { assertCan, assertCanBegin, assertCanGrant } from "../policy.ts";
import { assertCanLetOpen } from "../protected-services/assert-can-let-open.ts";
import { writeAs } from "../write-as.ts";
import {
  assertPending,
  autoGroupsOf,
  findUser,
  roleOf,
  toPolicyTarget,
  toUserView,
} from "./user-row.ts";

/** Approves a user who awaits approval; 422 for others (contract 2.8). */
export function approveUser(actor: Actor, userId: string): Promise<UserView> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "users.approve", userId);
    const target = await findUser(tx, present.accountId, userId);
    assertCan(present, "users.approve", toPolicyTarget(target));
    assertPending(target);
    // Until then the auto groups have no effect.
    const groups = { before: [], after: autoGroupsOf(target) };
    assertCanGrant(present, { users: [toPolicyTarget(target)], groups });
    const after = { role: roleOf(target), groups: groups.after };
    await assertCanLetOpen(tx, present, { before: null, after });
    await tx.user.update({
      where: { id: target.id },
      data: { isBlocked: false, pendingApproval: false },
    });
    const meta = { username: target.name, email: target.email };
    await recordEvent(tx, present, { code: "user.approve", targetId: target.id, meta });
    await rememberResult(tx, present, target.id);
    return toUserView(await findUser(tx, present.accountId, userId), present.userId);
  });
}
