import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { groupRefusal } from "#components/groups/group-refusals.ts";
import { GroupsTable } from "#components/groups/groups-table.tsx";
import { NewGroup } from "#components/groups/new-group.tsx";
import { packRows } from "#components/list/packed-rows.ts";
import { Pager } from "#components/list/pager.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import { listGroupsQuery } from "#lib/contract/groups.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { isProblem } from "#lib/contract/problem.ts";
import { canBegin } from "#lib/policy/can.ts";
import { describeGroups } from "#lib/services/groups/describe-groups.ts";
import { countGroups, listGroups } from "#lib/services/groups/list-groups.ts";
import { hasNetBird } from "#lib/services/netbird/read-as.ts";
import { requireActor } from "../../../current-actor.ts";
import { Forbidden } from "../../forbidden-page.tsx";
import { parseListQuery, type SearchParams } from "../../parse-list-query.ts";
import { policyActor } from "../../policy-actor.ts";

export const metadata: Metadata = { title: PAGES.groups.label };

/** `name` selects one group in the API and is not a filter of the list. */
const query = listGroupsQuery.omit({ name: true });

export default async function GroupsPage({ searchParams }: { searchParams: SearchParams }) {
  const wanted = await parseListQuery(query, PAGES.groups.path, searchParams);
  const actor = await requireActor(wanted.address);
  const decision = canBegin(actor, "groups.read");
  if (!decision.allowed) return <Forbidden actor={actor} refusal={decision.refusal} />;
  const [page, total] = await Promise.all([
    pageOf(actor, wanted.query, wanted.address),
    countGroups(actor, wanted.query),
  ]);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Team" }, { label: PAGES.groups.label, href: PAGES.groups.path }]}
        title={PAGES.groups.label}
        description={
          hasNetBird()
            ? "Groups of the NetBird server. Roost sees its changes within a minute."
            : "Groups used by NetBird policies and auto-assigned to users' peers."
        }
        action={<NewGroup refusal={groupRefusal(actor, "groups.create")} />}
      />
      <GroupsTable
        groups={packRows(await describeGroups(actor, page.items))}
        total={total}
        actor={policyActor(actor)}
        ofNetBird={hasNetBird()}
      />
      <Pager address={wanted.address} next={page.next} previous={page.previous} />
    </>
  );
}

/** An outdated cursor redirects to the first page. */
async function pageOf(actor: Actor, wanted: z.output<typeof query>, address: string) {
  const page = await listGroups(actor, wanted).catch((error: unknown) => {
    if (isProblem(error) && error.problem === "validation_failed") return null;
    throw error;
  });
  if (page === null || (page.items.length === 0 && wanted.cursor !== undefined)) redirect(address);
  return page;
}
