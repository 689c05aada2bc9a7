import type { ReviewsQuery } from "#lib/contract/access-review.ts";
import { PAGE_SIZE } from "#lib/contract/paging.ts";
import type { ReviewView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Prisma } from "#lib/db/generated/sqlite/client.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../context.ts";
import { keyset, type Page, type SortColumn } from "../paging.ts";
import { assertCanBegin } from "../policy.ts";
import { usersMatching } from "../users/list-users.ts";
import { toUserView, userColumns } from "../users/user-row.ts";
import { dueBefore, reviewedBefore, reviewedSince } from "./due.ts";
import { reviewedAccess } from "./reviewed-access.ts";

const ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  name: { column: "nameKey", kind: "text" },
} as const satisfies Record<string, SortColumn>;

const columns = {
  ...userColumns,
  nameKey: true,
  createdBy: true,
  reviewedAt: true,
  reviewedBy: true,
  lastUsedAt: true,
} as const;

type Row = Prisma.UserGetPayload<{ select: typeof columns }>;

/** A page of the account's service users with their access and last review, newest first. */
export async function listReviews(
  actor: Actor,
  query: ReviewsQuery = {},
): Promise<Page<ReviewView>> {
  assertCanBegin(actor, "users.list");
  const now = new Date();
  const page_size = query.page_size ?? PAGE_SIZE.preset;
  const matching = await conditionOf(actor, query, now);
  const list = keyset({ ...query, page_size }, ORDERS, "-created_at");
  const { items, ...pages } = await list.readPage(({ where, ...stretch }) =>
    database().read.user.findMany({
      where: { AND: [matching, where] },
      select: columns,
      ...stretch,
    }),
  );
  return { items: await toViews(actor, items, now), ...pages };
}

/** Number of service users on all pages of such a list. */
export async function countReviews(actor: Actor, query: ReviewsQuery): Promise<number> {
  assertCanBegin(actor, "users.list");
  return database().read.user.count({ where: await conditionOf(actor, query, new Date()) });
}

/** All pages of such a list. Refusals come before the first page. */
export function reviewPages(
  actor: Actor,
  query: Omit<ReviewsQuery, "page_size" | "cursor">,
): AsyncIterable<ReviewView[]> {
  assertCanBegin(actor, "users.list");
  return pagesOf(actor, query);
}

async function* pagesOf(actor: Actor, query: ReviewsQuery): AsyncGenerator<ReviewView[]> {
  let cursor: string | undefined;
  do {
    const { items, next } = await listReviews(actor, { ...query, cursor });
    yield items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

const NO_ONE = { id: { in: [] } };

async function conditionOf(
  actor: Actor,
  { role, contact, search, due }: ReviewsQuery,
  now: Date,
): Promise<object> {
  const matching = await usersMatching(actor, { service_user: true, role, contact, search });
  if (due === undefined) return matching;
  const limit = dueBefore(actor.settings, now);
  if (limit === null) return due === "true" ? NO_ONE : matching;
  return { AND: [matching, due === "true" ? reviewedBefore(limit) : reviewedSince(limit)] };
}

async function toViews(actor: Actor, rows: Row[], now: Date): Promise<ReviewView[]> {
  const access = canBegin(actor, "tokens.inventory").allowed
    ? await reviewedAccess(rows, now)
    : undefined;
  const limit = dueBefore(actor.settings, now);
  const names = await namesOf(rows.map(reviewerOf));
  return rows.map((row) => {
    const reviewedAt = row.reviewedAt ?? row.createdAt;
    const reviewedBy = reviewerOf(row);
    return {
      user: toUserView(row, actor.userId),
      createdAt: row.createdAt,
      reviewedAt,
      reviewedBy,
      reviewedByName: names.get(reviewedBy) ?? null,
      isDue: limit !== null && reviewedAt < limit,
      access: access?.get(row.id) ?? null,
    };
  });
}

const reviewerOf = ({ reviewedBy, createdBy }: Pick<Row, "reviewedBy" | "createdBy">) =>
  reviewedBy ?? createdBy;

async function namesOf(ids: string[]): Promise<Map<string, string>> {
  const users = await database().read.user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(users.map(({ id, name }) => [id, name]));
}
