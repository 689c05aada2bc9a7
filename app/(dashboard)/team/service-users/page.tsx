import type { Metadata } from "next";
import { PageHeader } from "#components/shared/page-header.tsx";
import { CreateServiceUser } from "#components/users/create-service-user.tsx";
import { tokenDaysLimit } from "#lib/contract/account.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { listUsersQuery } from "#lib/contract/users.ts";
import { canBegin } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";
import { countUsers } from "#lib/services/users/list-users.ts";
import { requireActor } from "../../../current-actor.ts";
import { Forbidden } from "../../forbidden-page.tsx";
import { parseListQuery, type SearchParams } from "../../parse-list-query.ts";
import { NoServiceUsers, UserList } from "../user-list.tsx";

export const metadata: Metadata = { title: PAGES.serviceUsers.label };

export default async function ServiceUsersPage({ searchParams }: { searchParams: SearchParams }) {
  const { query, address } = await parseListQuery(
    listUsersQuery,
    PAGES.serviceUsers.path,
    searchParams,
  );
  const actor = await requireActor(address);
  const seeing = canBegin(actor, "users.list");
  if (!seeing.allowed) return <Forbidden actor={actor} refusal={seeing.refusal} />;
  const empty = (await countUsers(actor, { service_user: true })) === 0;
  const creating = canBegin(actor, "users.create");
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Team" },
          { label: PAGES.serviceUsers.label, href: PAGES.serviceUsers.path },
        ]}
        title={PAGES.serviceUsers.label}
        description="Machine accounts for scripts and services."
        // Always at the same place, so that it keeps the focus after the first creation.
        action={
          <CreateServiceUser
            refusal={creating.allowed ? undefined : reasonOf(creating.refusal)}
            maxTokenDays={tokenDaysLimit(actor.settings, { isServiceUser: true })}
          />
        }
      />
      {empty ? (
        <NoServiceUsers />
      ) : (
        <UserList actor={actor} kind="service-users" query={query} address={address} />
      )}
    </>
  );
}
