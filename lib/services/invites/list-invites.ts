import type { z } from "zod";
import type { listInvitesQuery } from "#lib/contract/invites.ts";
import type { InviteView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { containing } from "../name-key.ts";
import { keyset, type Page, type SortColumn } from "../paging.ts";
import { assertCanBegin } from "../policy.ts";
import { inviteColumns, toInviteViews } from "./invite-row.ts";

const ORDERS = {
  created_at: { column: "createdAt", kind: "time" },
  email: { column: "emailKey", kind: "text" },
  expires_at: { column: "expiresAt", kind: "time" },
} as const satisfies Record<string, SortColumn>;

/** The invites that nobody has accepted, newest first (contract 2.9); searched by e-mail. */
export async function listInvites(
  actor: Actor,
  page: z.output<typeof listInvitesQuery> = {},
): Promise<Page<InviteView>> {
  assertCanBegin(actor, "invites.list");
  const { read } = database();
  const list = keyset(page, ORDERS, "-created_at");
  const search = page.search?.trim().toLowerCase() ?? "";
  const { items, ...pages } = await list.readPage(({ where, ...stretch }) =>
    read.invite.findMany({
      where: {
        accountId: actor.accountId,
        AND: [search === "" ? {} : { emailKey: containing(search) }, where],
      },
      select: inviteColumns,
      ...stretch,
    }),
  );
  const invites = await toInviteViews(read, items);
  return { items: invites.map(({ view }) => view), ...pages };
}
