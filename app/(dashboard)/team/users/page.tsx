import type { Metadata } from "next";
import { PageHeader } from "#components/layout/page-header.tsx";
import { USERS_PATH } from "#components/users/user-paths.ts";
import { listUsersQuery } from "#lib/contract/users.ts";
import { canBegin } from "#lib/policy/can.ts";
import { requireActor } from "../../../current-actor.ts";
import { Forbidden } from "../../forbidden-page.tsx";
import { readListQuery, type SearchParams } from "../../list-query.ts";
import { UserList } from "../user-list.tsx";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage({ searchParams }: { searchParams: SearchParams }) {
  const { query, address } = await readListQuery(listUsersQuery, USERS_PATH, searchParams);
  const actor = await requireActor(address);
  const decision = canBegin(actor, "users.list");
  if (!decision.allowed) return <Forbidden actor={actor} refusal={decision.refusal} />;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Team" }, { label: "Users", href: USERS_PATH }]}
        title="Users"
        description="The people who sign in here, and what each may do."
      />
      <UserList actor={actor} kind="people" query={query} address={address} />
    </>
  );
}
