import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import { containing } from "../containing.ts";
import { findIfSmall, hideIndex, SMALL_RESULT } from "../query-planning.ts";
import { termBeginning } from "./search-terms.ts";
import type { tokenColumns } from "./token-row.ts";

/**
 * The condition that a token is meant by a search: a word of its name, or the visible beginning of
 * its text, begins with it; a whole text finds its token. Nothing for a search of nothing.
 */
export function tokensMatching(search: string | undefined): object | undefined {
  const wanted = search?.trim() ?? "";
  if (wanted === "") return undefined;
  const publicId = /^nbp_[0-9A-Za-z]{10}/.test(wanted) ? wanted.slice(4, 14) : undefined;
  if (publicId !== undefined) return { publicId };
  return { parts: { some: termBeginning(nameKeyOf(wanted)) } };
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
  const few = await idsOfFew(client, { accountId, ...inName }, termBeginning(searched));
  return few === undefined ? { OR: [matching, { user: inName }] } : { id: { in: few } };
}

/** The condition that a token belongs to a person, or to a service user. */
export async function tokensOfKind(
  client: ReadClient | Tx,
  accountId: string,
  isServiceUser: boolean,
): Promise<{ userId: { in: string[] } } | { user: { isServiceUser: boolean } }> {
  const where = { accountId, isServiceUser };
  const users = await findIfSmall((stretch) =>
    client.user.findMany({
      where,
      select: { id: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      ...stretch,
    }),
  );
  return users === undefined
    ? { user: { isServiceUser } }
    : { userId: { in: users.map(({ id }) => id) } };
}

type Column = keyof typeof tokenColumns;

/** A condition with the columns that begin its index, and the orders in which that has its tokens. */
export type Indexed = { condition: object; index: readonly Column[]; orders: readonly Column[] };

/**
 * The condition as a list in this order is read quickest: by its own index if that has the order
 * or the order does not matter, by the ids of its tokens where they are few, else along the order.
 */
export async function quickest(
  client: ReadClient | Tx,
  { condition, index, orders }: Indexed,
  order: Column | undefined,
): Promise<object> {
  if (order === undefined || orders.includes(order)) return condition;
  const few = await findIfSmall((stretch) =>
    client.token.findMany({
      where: condition,
      select: { id: true },
      orderBy: index.map((column) => ({ [column]: "asc" })),
      ...stretch,
    }),
  );
  return few === undefined ? hideIndex(condition) : { id: { in: few.map(({ id }) => id) } };
}

/** The ids of all tokens found, unless there are too many of them or of their owners. */
async function idsOfFew(
  client: ReadClient | Tx,
  owners: object,
  part: object,
): Promise<string[] | undefined> {
  // Each in the order of its index: in Prisma's own, all would be read and sorted for the first.
  const parts = await findIfSmall((stretch) =>
    client.tokenPart.findMany({
      where: part,
      select: { tokenId: true },
      orderBy: [{ part: "asc" }, { tokenId: "asc" }],
      ...stretch,
    }),
  );
  if (parts === undefined) return undefined;
  const users = await client.user.findMany({
    where: owners,
    select: { id: true },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: SMALL_RESULT + 1,
  });
  if (users.length > SMALL_RESULT) return undefined;
  const owned = await tokensOwnedBy(client, users);
  if (owned === undefined) return undefined;
  const ids = new Set([...parts.map(({ tokenId }) => tokenId), ...owned.map(({ id }) => id)]);
  return ids.size > SMALL_RESULT ? undefined : [...ids];
}

async function tokensOwnedBy(client: ReadClient | Tx, users: { id: string }[]) {
  if (users.length === 0) return [];
  return findIfSmall((stretch) =>
    client.token.findMany({
      where: { userId: { in: users.map(({ id }) => id) } },
      select: { id: true },
      orderBy: [{ userId: "asc" }, { createdAt: "asc" }],
      ...stretch,
    }),
  );
}
