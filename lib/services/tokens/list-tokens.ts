import type { z } from "zod";
import type { listTokensQuery } from "#lib/contract/tokens.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { nameKeyOf } from "../name-key.ts";
import { keyset, type Page, type SortColumn } from "../paging.ts";
import { assertCan, assertCanBegin } from "../policy.ts";
import { findUser, toPolicyTarget } from "../users/user-row.ts";
import { findTokenOf, tokenColumns, toTokenView, toTokenViews } from "./token-row.ts";

async function assertMayRead(actor: Actor, userId: string): Promise<void> {
  assertCanBegin(actor, "tokens.read", userId);
  const target = await findUser(database().read, actor.accountId, userId);
  assertCan(actor, "tokens.read", toPolicyTarget(target));
}

/** The orders of every list of access tokens. */
export const TOKEN_ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  name: { column: "nameKey", kind: "text" },
  expiration_date: { column: "expiresAt", kind: "time" },
  last_used: { column: "lastUsedAt", kind: "time", nullable: true },
} as const satisfies Record<string, SortColumn>;

/** Tokens by their name or the visible beginning of their text; a whole text finds its token. */
export function tokensMatching(search: string | undefined) {
  const wanted = search?.trim() ?? "";
  if (wanted === "") return {};
  const publicId = /^nbp_([0-9A-Za-z]{1,10})/.exec(wanted)?.[1];
  if (publicId !== undefined) return { publicId: { startsWith: publicId } };
  return { OR: [{ nameKey: { contains: nameKeyOf(wanted) } }, { publicId: { contains: wanted } }] };
}

/** A user's access tokens, newest first (contract 2.10). */
export async function listTokens(
  actor: Actor,
  userId: string,
  page: z.output<typeof listTokensQuery> = {},
): Promise<Page<TokenView>> {
  await assertMayRead(actor, userId);
  const { read } = database();
  const list = keyset(page, TOKEN_ORDERS, "-created_at");
  const rows = await read.token.findMany({
    where: { userId, AND: [tokensMatching(page.search), list.where] },
    select: tokenColumns,
    orderBy: list.orderBy,
    ...(list.take === undefined ? {} : { take: list.take }),
  });
  const { items, ...pages } = list.pageOf(rows);
  return { items: await toTokenViews(read, items), ...pages };
}

/** One access token of a user (contract 2.10). */
export async function getToken(actor: Actor, userId: string, tokenId: string): Promise<TokenView> {
  await assertMayRead(actor, userId);
  const { read } = database();
  return toTokenView(read, await findTokenOf(read, userId, tokenId));
}
