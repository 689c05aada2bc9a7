import type { ReadClient, Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { findUser, toPolicyTarget, type UserRow } from "../users/user-row.ts";
import { findTokenOf, type TokenRow } from "./token-row.ts";

/** The IDs of a token's path. */
export type TokenPlace = { userId: string; tokenId: string };

type ChangeAction = "tokens.update" | "tokens.create" | "tokens.rotate_own" | "tokens.delete";

/** The token with its owner, for a change of it; refuses actors who may not carry out the action. */
export async function findChangeable(
  client: ReadClient | Tx,
  actor: Actor,
  { userId, tokenId }: TokenPlace,
  action: ChangeAction = "tokens.update",
): Promise<{ owner: UserRow; token: TokenRow }> {
  assertCanBegin(actor, action, userId);
  const owner = await findUser(client, actor.accountId, userId);
  assertCan(actor, action, toPolicyTarget(owner));
  return { owner, token: await findTokenOf(client, userId, tokenId) };
}
