import type { z } from "zod";
import type { listTokensQuery } from "#lib/contract/tokens.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { keyset, type Page } from "../paging.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { readUser } from "../users/read-users.ts";
import { toPolicyTarget } from "../users/user-row.ts";
import { TOKEN_ORDERS } from "./find-tokens.ts";
import { readToken } from "./read-token.ts";
import { tokensMatching } from "./search-tokens.ts";
import { tokenColumns, toTokenViews } from "./token-row.ts";

/** Refuses callers who may not read this user's tokens (contract 2.10). */
export async function assertMayReadTokens(actor: Actor, userId: string): Promise<void> {
  assertCanBegin(actor, "tokens.read", userId);
  const target = await readUser(actor.accountId, userId);
  assertCan(actor, "tokens.read", toPolicyTarget(target));
}

/** A user's access tokens, newest first (contract 2.10). */
export async function listTokens(
  actor: Actor,
  userId: string,
  page: z.output<typeof listTokensQuery> = {},
): Promise<Page<TokenView>> {
  await assertMayReadTokens(actor, userId);
  const { read } = database();
  const list = keyset(page, TOKEN_ORDERS, "-created_at");
  const { items, ...pages } = await list.readPage(({ where, ...stretch }) =>
    read.token.findMany({
      where: { userId, AND: [tokensMatching(page.search) ?? {}, where] },
      select: tokenColumns,
      ...stretch,
    }),
  );
  return { items: await toTokenViews(read, items), ...pages };
}

/** One access token of a user (contract 2.10). */
export async function getToken(actor: Actor, userId: string, tokenId: string): Promise<TokenView> {
  await assertMayReadTokens(actor, userId);
  return readToken(userId, tokenId);
}
