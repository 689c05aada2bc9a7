import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";
import { findInvite } from "./invite-row.ts";

/** Deletes an invite; its link stops working (contract 2.9). */
export function deleteInvite(actor: Actor, id: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "invites.delete");
    const { email } = await findInvite(tx, present.accountId, id);
    await tx.invite.delete({ where: { id } });
    await recordEvent(tx, present, {
      code: "user.invite.link.delete",
      targetId: id,
      meta: { email },
    });
  });
}
