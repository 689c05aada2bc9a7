import type { Metadata } from "next";
import { PageHeader } from "#components/layout/page-header.tsx";
import { USERS_PATH } from "#components/users/user-paths.ts";
import { UsersTable } from "#components/users/users-table.tsx";
import { canBegin } from "#lib/policy/can.ts";
import { listUsers } from "#lib/services/users/list-users.ts";
import { requireActor } from "../../../current-actor.ts";
import { Forbidden } from "../../forbidden-page.tsx";
import { policyActor } from "../../policy-actor.ts";
import { listPath, type Search } from "../list-path.ts";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const actor = await requireActor(listPath(USERS_PATH, await searchParams));
  const decision = canBegin(actor, "users.list");
  if (!decision.allowed) return <Forbidden actor={actor} refusal={decision.refusal} />;
  const { items: users } = await listUsers(actor, { isServiceUser: false });
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Team" }, { label: "Users", href: USERS_PATH }]}
        title="Users"
        description="The people who sign in here, and what each may do."
      />
      <UsersTable users={users} kind="people" actor={policyActor(actor)} />
    </>
  );
}
