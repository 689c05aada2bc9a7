import { InvitesTable } from "#components/invites/invites-table.tsx";
import { packRows } from "#components/list/packed-rows.ts";
import { Pager } from "#components/list/pager.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import {
  countInvites,
  type InvitesQuery,
  listInvites,
} from "#lib/services/invites/list-invites.ts";
import { loadPage } from "../load-page.ts";
import { policyActor } from "../policy-actor.ts";

type InviteListProps = { actor: Actor; query: InvitesQuery; address: string };

/** A page of pending invites, as requested by the URL. */
export async function InviteList({ actor, query, address }: InviteListProps) {
  const [page, total] = await Promise.all([
    loadPage(listInvites(actor, query), { address, cursor: query.cursor }),
    countInvites(actor, query.search),
  ]);
  return (
    <>
      <InvitesTable
        invites={packRows(page.items)}
        total={total}
        searched={(query.search ?? "").trim() !== ""}
        actor={policyActor(actor)}
      />
      <Pager address={address} next={page.next} previous={page.previous} />
    </>
  );
}
