import type { TokenView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { findUser, toPolicyTarget } from "../users/user-row.ts";
import { findTokenOf, tokenColumns, toTokenView, toTokenViews } from "./token-row.ts";

async function assertMayRead(actor: Actor, userId: string): Promise<void> {
  assertCanBegin(actor, "tokens.read", userId);
  const target = await findUser(database().read, actor.accountId, userId);
  assertCan(actor, "tokens.read", toPolicyTarget(target));
}

/** A user's access tokens, newest first (contract 2.10). */
export async function listTokens(actor: Actor, userId: string): Promise<TokenView[]> {
  await assertMayRead(actor, userId);
  const { read } = database();
  const rows = await read.token.findMany({
    where: { userId },
    select: tokenColumns,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return toTokenViews(read, rows);
}

/** One access token of a user (contract 2.10). */
export async function getToken(actor: Actor, userId: string, tokenId: string): Promise<TokenView> {
  await assertMayRead(actor, userId);
  const { read } = database();
  return toTokenView(read, await findTokenOf(read, userId, tokenId));
}
