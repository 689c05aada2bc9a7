import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { findUser, toPolicyTarget } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";

/** Records that a service user should keep its access; 422 for a person. */
export function confirmReview(
  actor: Actor,
  userId: string,
): Promise<{ id: string; reviewedAt: Date; reviewedBy: string }> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "reviews.confirm", userId);
    const target = await findUser(tx, present.accountId, userId);
    assertCan(present, "reviews.confirm", toPolicyTarget(target));
    const review = { reviewedAt: new Date(), reviewedBy: present.userId };
    await tx.user.update({ where: { id: target.id }, data: review });
    await recordEvent(tx, present, {
      code: "service.user.review",
      targetId: target.id,
      meta: { username: target.name, role: target.role },
    });
    await rememberResult(tx, present, target.id);
    return { id: target.id, ...review };
  });
}
