import type { z } from "zod";
import type { listInvitesQuery } from "#lib/contract/invites.ts";
import type { InviteView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { containing } from "../containing.ts";
import type { Actor } from "../context.ts";
import { keyset, type Page, type SortColumn } from "../paging.ts";
import { assertCanBegin } from "../policy.ts";
import { inviteColumns, toInviteViews } from "./invite-row.ts";

/** Filter, order and size of a page of invites. */
export type InvitesQuery = z.output<typeof listInvitesQuery>;

const ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  email: { column: "emailKey", kind: "text" },
  expires_at: { column: "expiresAt", kind: "time" },
} as const satisfies Record<string, SortColumn>;

/** The account's pending invites whose email contains the search. */
function wanted(actor: Actor, search = "") {
  const key = search.trim().toLowerCase();
  return { accountId: actor.accountId, ...(key === "" ? {} : { emailKey: containing(key) }) };
}

/** The pending invites, newest first (contract 2.9); searched by email. */
export async function listInvites(
  actor: Actor,
  page: InvitesQuery = {},
): Promise<Page<InviteView>> {
  assertCanBegin(actor, "invites.list");
  const { read } = database();
  const list = keyset(page, ORDERS, "-created_at");
  const { items, ...pages } = await list.readPage(({ where, ...stretch }) =>
    read.invite.findMany({
      where: { ...wanted(actor, page.search), AND: where },
      select: inviteColumns,
      ...stretch,
    }),
  );
  const invites = await toInviteViews(read, items);
  return { items: invites.map(({ view }) => view), ...pages };
}

/** Number of expired invites. */
export function countExpiredInvites(actor: Actor): Promise<number> {
  assertCanBegin(actor, "invites.list");
  return database().read.invite.count({
    where: { accountId: actor.accountId, expiresAt: { lte: new Date() } },
  });
}

/** Number of pending invites, on all pages. */
export function countInvites(actor: Actor, search?: string): Promise<number> {
  assertCanBegin(actor, "invites.list");
  return database().read.invite.count({ where: wanted(actor, search) });
}
