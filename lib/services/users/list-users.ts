import { setImmediate } from "node:timers/promises";
import type { z } from "zod";
import { ROLES } from "#lib/contract/fields.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { listUsersQuery } from "#lib/contract/users.ts";
import type { UserView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import { containing } from "../containing.ts";
import type { Actor } from "../context.ts";
import { keyset, type Page, type SortColumn } from "../paging.ts";
import { hideIndex, SMALL_RESULT } from "../query-planning.ts";
import { readNewestUsers } from "./read-users.ts";
import { toUserView, userColumns } from "./user-row.ts";
import { usersContaining } from "./users-containing.ts";

/** Filter, order and size of a page of users. */
export type UsersQuery = z.output<typeof listUsersQuery>;

/** A complete list is read in parts: queries are limited in parameters, and take time. */
const PART = 1000;

const ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  name: { column: "nameKey", kind: "text" },
  last_login: { column: "lastLoginAt", kind: "time", nullable: true },
} as const satisfies Record<string, SortColumn>;

const STATES = {
  active: { isBlocked: false },
  blocked: { isBlocked: true, pendingApproval: false },
  pending: { isBlocked: true, pendingApproval: true },
};

const rolesWith = (word: string) => ROLES.filter((role) => role.includes(word));

/**
 * Matches every word in name, email or role, also in the form "network admin". A word that few
 * users have is found first: all of them would be read for a page.
 */
async function matching(accountId: string, search: string | undefined): Promise<object[]> {
  const words = nameKeyOf(search ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const [longest] = words
    .filter((word) => rolesWith(word).length === 0)
    .toSorted((a, b) => b.length - a.length);
  const few =
    longest === undefined ? undefined : await usersContaining(accountId, longest, SMALL_RESULT);
  const conditions = words.map((word) => ({
    OR: [
      { nameKey: containing(word) },
      { emailKey: containing(word) },
      { role: { in: rolesWith(word) } },
    ],
  }));
  return few === undefined ? conditions : [{ id: { in: few } }, ...conditions];
}

/** People have no contact, but are not what `none` asks for. */
const withContact = (contact: string) =>
  contact === "none" ? { isServiceUser: true, contactId: null } : { contactId: contact };

/** The condition of a query: of all users, or only the actor (contract 2.2). */
export async function usersMatching(actor: Actor, query: UsersQuery) {
  const { service_user, role, status, group_id, same_name, contact, search } = query;
  const readsAll = canBegin(actor, "users.list").allowed;
  const matches = await matching(actor.accountId, search);
  // Next to IDs, SQLite would choose the account's index and read all of its users.
  const account = { accountId: actor.accountId };
  return {
    ...(matches.some((one) => "id" in one) ? hideIndex(account) : account),
    ...(readsAll ? {} : { id: actor.userId }),
    ...(service_user === undefined ? {} : { isServiceUser: service_user }),
    ...(role === undefined ? {} : { role }),
    ...(status === undefined ? {} : STATES[status]),
    ...(group_id === undefined ? {} : { memberships: { some: { groupId: group_id } } }),
    ...(same_name === undefined ? {} : { nameKey: nameKeyOf(same_name) }),
    AND: [...matches, ...(contact === undefined ? [] : [withContact(contact)])],
  };
}

/** All users, newest first; without the right to read users, only the caller (contract 2.2). */
export async function listUsers(
  actor: Actor,
  query: UsersQuery = { service_user: undefined },
): Promise<Page<UserView>> {
  if (query.page_size !== undefined || query.cursor !== undefined) return pageOf(actor, query);
  const items: UserView[] = [];
  let cursor: string | undefined;
  do {
    const part = await pageOf(actor, { ...query, page_size: PART, cursor });
    items.push(...part.items);
    cursor = part.next ?? undefined;
    // SQLite is synchronous: without a pause other requests would wait for the last part.
    if (cursor !== undefined) await setImmediate();
  } while (cursor !== undefined);
  return { items, next: null, previous: null };
}

/** Whether the page is the first of all users or of a kind, newest first: the list of most clients. */
function isPlain(actor: Actor, query: UsersQuery): boolean {
  const { service_user: _, page_size: __, ...others } = query;
  const isFirst = Object.values(others).every((value) => value === undefined);
  return isFirst && canBegin(actor, "users.list").allowed;
}

async function pageOf(actor: Actor, query: UsersQuery): Promise<Page<UserView>> {
  const list = keyset(query, ORDERS, "-created_at");
  const matches = isPlain(actor, query) ? {} : await usersMatching(actor, query);
  const { items, ...pages } = await list.readPage(({ where, ...stretch }) =>
    isPlain(actor, query) && stretch.take !== undefined
      ? readNewestUsers(actor.accountId, query.service_user, stretch.take)
      : database().read.user.findMany({
          where: { AND: [matches, where] },
          select: { ...userColumns, nameKey: true },
          ...stretch,
        }),
  );
  return { items: items.map((row) => toUserView(row, actor.userId)), ...pages };
}

/** Number of users that match the query, on all pages. */
export async function countUsers(actor: Actor, query: UsersQuery): Promise<number> {
  return database().read.user.count({ where: await usersMatching(actor, query) });
}
