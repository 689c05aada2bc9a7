import type { ReadClient, Tx } from "#lib/db/database.ts";
import { containing, nameKeyOf } from "../name-key.ts";
import { partBeginning } from "./token-parts.ts";

/**
 * Up to so many tokens are found before they are put in order. More of them lie so dense in any
 * order that it is quicker to read along it until a page is full. As parameters of one query they
 * fit into what the driver of SQLite takes, which is 998.
 */
export const FEW = 500;

/**
 * The condition that a token is meant by a search: a word of its name, or the visible beginning of
 * its text, begins with it; a whole text finds its token. Nothing for a search of nothing.
 */
export function tokensMatching(search: string | undefined): object | undefined {
  const wanted = search?.trim() ?? "";
  if (wanted === "") return undefined;
  const publicId = /^nbp_[0-9A-Za-z]{10}/.test(wanted) ? wanted.slice(4, 14) : undefined;
  if (publicId !== undefined) return { publicId };
  return { parts: { some: partBeginning(nameKeyOf(wanted)) } };
}

/** The same, or that its owner's name has the search in it: read whichever way is quicker. */
export async function tokensOrOwnersMatching(
  client: ReadClient | Tx,
  accountId: string,
  search: string | undefined,
): Promise<object> {
  const matching = tokensMatching(search);
  if (matching === undefined || "publicId" in matching) return matching ?? {};
  const searched = nameKeyOf((search ?? "").trim());
  const inName = { nameKey: containing(searched) };
  const few = await idsOfFew(client, { accountId, ...inName }, partBeginning(searched));
  return few === undefined ? { OR: [matching, { user: inName }] } : { id: { in: few } };
}

/** The condition that a token belongs to a person, or to a service user. */
export async function tokensOfKind(
  client: ReadClient | Tx,
  accountId: string,
  isServiceUser: boolean,
): Promise<object> {
  const where = { accountId, isServiceUser };
  const users = await client.user.findMany({ where, select: { id: true }, take: FEW + 1 });
  if (users.length > FEW) return { user: { isServiceUser } };
  return { userId: { in: users.map(({ id }) => id) } };
}

/** The ids of all tokens found, unless there are too many of them or of their owners. */
async function idsOfFew(
  client: ReadClient | Tx,
  owners: object,
  part: object,
): Promise<string[] | undefined> {
  const take = FEW + 1;
  const parts = await client.tokenPart.findMany({ where: part, select: { tokenId: true }, take });
  if (parts.length > FEW) return undefined;
  const users = await client.user.findMany({ where: owners, select: { id: true }, take });
  if (users.length > FEW) return undefined;
  const userId = { in: users.map(({ id }) => id) };
  const owned =
    users.length === 0
      ? []
      : await client.token.findMany({ where: { userId }, select: { id: true }, take });
  const ids = new Set([...parts.map(({ tokenId }) => tokenId), ...owned.map(({ id }) => id)]);
  return ids.size > FEW ? undefined : [...ids];
}
