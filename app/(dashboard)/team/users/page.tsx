import type { Metadata } from "next";
import { z } from "zod";
import { InviteUser } from "#components/invites/invite-user.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { ViewLinks } from "#components/shared/view-links.tsx";
import { counted, wordFor } from "#components/ui/counted.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { listInvitesQuery } from "#lib/contract/invites.ts";
import { INVITES_PATH, PENDING_PATH } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { listUsersQuery } from "#lib/contract/users.ts";
import { canBegin } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";
import { countInvites } from "#lib/services/invites/list-invites.ts";
import { hasNetBird } from "#lib/services/netbird/read-as.ts";
import { countUsers } from "#lib/services/users/list-users.ts";
import { requireActor } from "../../../current-actor.ts";
import { Forbidden } from "../../forbidden-page.tsx";
import { parseListQuery, type SearchParams } from "../../parse-list-query.ts";
import { policyActor } from "../../policy-actor.ts";
import { InviteList } from "../invite-list.tsx";
import { UserList } from "../user-list.tsx";

export const metadata: Metadata = { title: PAGES.users.label };

const invitesView = listInvitesQuery.extend({ view: z.literal("invites").optional() });

type Props = { searchParams: SearchParams };

/** Users or, at `?view=invites`, pending invites. */
export default async function UsersPage({ searchParams }: Props) {
  const invites = await parseListQuery(invitesView, PAGES.users.path, searchParams);
  const users = await parseListQuery(listUsersQuery, PAGES.users.path, searchParams);
  const showsInvites = invites.query.view === "invites";
  const actor = await requireActor(showsInvites ? invites.address : users.address);
  const decision = canBegin(actor, "users.list");
  if (!decision.allowed) return <Forbidden actor={actor} refusal={decision.refusal} />;
  const inviting = canBegin(actor, "invites.create");
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Team" }, { label: PAGES.users.label, href: PAGES.users.path }]}
        title={PAGES.users.label}
        description={
          hasNetBird() ? (
            <>
              Users who sign in to Roost. Those of NetBird are listed by{" "}
              <TextLink href={`${PAGES.docs.path}#users.list`}>GET /api/users</TextLink> only.
            </>
          ) : (
            "People with access to this dashboard."
          )
        }
        action={
          <InviteUser
            actor={policyActor(actor)}
            refusal={inviting.allowed ? undefined : reasonOf(inviting.refusal)}
          />
        }
      />
      <Views actor={actor} current={showsInvites ? INVITES_PATH : PAGES.users.path} />
      {!showsInvites && users.query.status !== "pending" && <Waiting actor={actor} />}
      {showsInvites ? (
        <InviteList actor={actor} {...invites} />
      ) : (
        <UserList actor={actor} kind="people" {...users} />
      )}
    </>
  );
}

async function Views({ actor, current }: { actor: Actor; current: string }) {
  const [people, invites] = await Promise.all([
    countUsers(actor, { service_user: false }),
    countInvites(actor),
  ]);
  return (
    <ViewLinks
      label="Users and invites"
      current={current}
      views={[
        { href: PAGES.users.path, label: "Members", count: people },
        { href: INVITES_PATH, label: "Pending invites", count: invites },
      ]}
    />
  );
}

/** Shows the number of users pending approval, since they may be on another page. */
async function Waiting({ actor }: { actor: Actor }) {
  const count = await countUsers(actor, { service_user: false, status: "pending" });
  if (count === 0) return null;
  return (
    <p className="mb-4 flex flex-wrap gap-x-3 gap-y-1 rounded-md bg-soon-soft px-3 py-2 text-soon">
      {counted(count, "user")} {wordFor(count, "is", "are")} pending approval.
      <TextLink href={PENDING_PATH} prefetch={false} className="text-soon underline">
        Show {wordFor(count, "them", "all")}
      </TextLink>
    </p>
  );
}
