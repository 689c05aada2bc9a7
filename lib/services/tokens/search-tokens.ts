import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import { containing } from "../containing.ts";
import { findIfSmall, hideIndex, SMALL_RESULT } from "../query-planning.ts";
import { termBeginning } from "./search-terms.ts";
import type { tokenColumns } from "./token-row.ts";

/** The condition that a token has or recently had the secret with this public ID. */
export const tokensOfSecret = (publicId: string) => ({ secrets: { some: { publicId } } });

/**
 * The condition that a token matches a search: a word of its name or its visible start begins with
 * the search; a plain token finds itself. Undefined for an empty search.
 */
export function tokensMatching(search: string | undefined): object | undefined {
  const wanted = search?.trim() ?? "";
  if (wanted === "") return undefined;
  const publicId = /^nbp_[0-9A-Za-z]{10}/.test(wanted) ? wanted.slice(4, 14) : undefined;
  if (publicId !== undefined) return tokensOfSecret(publicId);
  return { parts: { some: termBeginning(nameKeyOf(wanted)) } };
}

/** The same, or that its owner's name contains the search, in the faster form. */
export async function tokensOrOwnersMatching(
  client: ReadClient | Tx,
  accountId: string,
  search: string | undefined,
): Promise<object> {
  const matching = tokensMatching(search);
  if (matching === undefined || "secrets" in matching) return matching ?? {};
  const searched = nameKeyOf((search ?? "").trim());
  const inName = { nameKey: containing(searched) };
  const few = await idsOfFew(client, { accountId, ...inName }, termBeginning(searched));
  return few === undefined ? { OR: [matching, { user: inName }] } : { id: { in: few } };
}

/** The condition that the owner is a user, or a service user. */
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

/** A condition with the first columns of its index, and the sort orders of that index. */
export type Indexed = { condition: object; index: readonly Column[]; orders: readonly Column[] };

/**
 * The condition in the fastest form for a list in this order: by its own index if that has the
 * order or no order is needed, by IDs if the tokens are few, else along the order.
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

/** The IDs of all matches, unless there are too many tokens or owners. */
async function idsOfFew(
  client: ReadClient | Tx,
  owners: object,
  part: object,
): Promise<string[] | undefined> {
  // In the order of the index: in Prisma's default order, all rows would be read and sorted.
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
