import { Bot } from "lucide-react";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Pager } from "#components/list/pager.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { UsersTable } from "#components/users/users-table.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import { isProblem } from "#lib/contract/problem.ts";
import { describeUsers } from "#lib/services/users/describe-users.ts";
import { countUsers, listUsers, type UsersQuery } from "#lib/services/users/list-users.ts";
import { policyActor } from "../policy-actor.ts";

type UserListProps = {
  actor: Actor;
  kind: "people" | "service-users";
  query: UsersQuery;
  address: string;
};

/** A page of people or of service users, as the address asks for it. */
export async function UserList({ actor, kind, query, address }: UserListProps) {
  const wanted = { ...query, service_user: kind === "service-users" };
  const [page, total] = await Promise.all([
    pageOf(actor, wanted, address),
    countUsers(actor, wanted),
  ]);
  return (
    <>
      <UsersTable
        users={await describeUsers(actor, page.items)}
        total={total}
        kind={kind}
        actor={policyActor(actor)}
      />
      <Pager address={address} next={page.next} previous={page.previous} />
    </>
  );
}

/** An address whose page no longer makes sense leads to the first page. */
async function pageOf(actor: Actor, query: UsersQuery, address: string) {
  const page = await listUsers(actor, query).catch((error: unknown) => {
    if (isProblem(error) && error.problem === "validation_failed") return null;
    throw error;
  });
  if (page === null || (page.items.length === 0 && query.cursor !== undefined)) redirect(address);
  return page;
}

/** What stands in place of the list while there is no service user at all. */
export function NoServiceUsers({ action }: { action: ReactNode }) {
  return (
    <EmptyState icon={Bot} title="No service users yet" action={action}>
      Create a service user for each script or service, then an access token for it. The token does
      not depend on any person's account.
    </EmptyState>
  );
}
