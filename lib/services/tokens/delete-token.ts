import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { findUser, toPolicyTarget } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { tokenMeta } from "./create-token.ts";
import { countTokens } from "./token-days.ts";
import { findTokenOf } from "./token-row.ts";

/** Deletes an access token; the next request with it is refused (contract 2.10). */
export function deleteToken(actor: Actor, userId: string, tokenId: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "tokens.delete", userId);
    const owner = await findUser(tx, present.accountId, userId);
    assertCan(present, "tokens.delete", toPolicyTarget(owner));
    const token = await findTokenOf(tx, userId, tokenId);
    await tx.token.delete({ where: { id: token.id } });
    await countTokens(tx, [{ token, owner: { ...owner, accountId: present.accountId }, by: -1 }]);
    await recordEvent(tx, present, {
      code: "personal.access.token.delete",
      targetId: owner.id,
      meta: tokenMeta(owner, token),
    });
  });
}
