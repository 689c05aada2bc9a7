import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { findUser, toPolicyTarget, type UserRow } from "../users/user-row.ts";
import { findTokenOf, type TokenRow } from "./token-row.ts";

/** The IDs of a token's path. */
export type TokenPlace = { userId: string; tokenId: string };

/** The token with its owner, for a change that its secret takes no part in; refuses actors who may not. */
export async function findChangeable(
  tx: Tx,
  actor: Actor,
  { userId, tokenId }: TokenPlace,
): Promise<{ owner: UserRow; token: TokenRow }> {
  assertCanBegin(actor, "tokens.update", userId);
  const owner = await findUser(tx, actor.accountId, userId);
  assertCan(actor, "tokens.update", toPolicyTarget(owner));
  return { owner, token: await findTokenOf(tx, userId, tokenId) };
}
