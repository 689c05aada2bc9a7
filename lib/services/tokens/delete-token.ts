import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { type Initiator, recordEvent } from "../events/record-event.ts";
import type { UserRow } from "../users/user-row.ts";
import { writeAs } from "../write-as.ts";
import { tokenMeta } from "./create-token.ts";
import { findChangeable } from "./find-changeable.ts";
import { countTokens } from "./token-days.ts";
import type { TokenRow } from "./token-row.ts";

/** Deletes an access token; the next request with it is refused (contract 2.10). */
export function deleteToken(actor: Actor, userId: string, tokenId: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    const place = { userId, tokenId };
    const { owner, token } = await findChangeable(tx, present, place, "tokens.delete");
    await removeToken(tx, present, owner, token);
  });
}

/** Deletes the row of a token with its counts, and records that in the same transaction. */
export async function removeToken(
  tx: Tx,
  initiator: Initiator,
  owner: Pick<UserRow, "id" | "name" | "email" | "isServiceUser">,
  token: TokenRow,
): Promise<void> {
  await tx.token.delete({ where: { id: token.id } });
  await countTokens(tx, [{ token, owner: { ...owner, accountId: initiator.accountId }, by: -1 }]);
  await recordEvent(tx, initiator, {
    code: "personal.access.token.delete",
    targetId: owner.id,
    meta: tokenMeta(owner, token),
  });
}
