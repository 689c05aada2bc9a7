import { Bot } from "lucide-react";
import type { Metadata } from "next";
import { PageHeader } from "#components/layout/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { CreateServiceUser } from "#components/users/create-service-user.tsx";
import { SERVICE_USERS_PATH } from "#components/users/user-paths.ts";
import { UsersTable } from "#components/users/users-table.tsx";
import { canBegin } from "#lib/policy/can.ts";
import { wordsOf } from "#lib/policy/refusals.ts";
import { listUsers } from "#lib/services/users/list-users.ts";
import { requireActor } from "../../../current-actor.ts";
import { Forbidden } from "../../forbidden-page.tsx";
import { policyActor } from "../../policy-actor.ts";
import { listPath, type Search } from "../list-path.ts";

export const metadata: Metadata = { title: "Service Users" };

export default async function ServiceUsersPage({
  searchParams,
}: {
  searchParams: Promise<Search>;
}) {
  const actor = await requireActor(listPath(SERVICE_USERS_PATH, await searchParams));
  const seeing = canBegin(actor, "users.list");
  if (!seeing.allowed) return <Forbidden actor={actor} refusal={seeing.refusal} />;
  const { items: serviceUsers } = await listUsers(actor, { isServiceUser: true });
  const creating = canBegin(actor, "users.create");
  const create = (
    <CreateServiceUser refusal={creating.allowed ? undefined : wordsOf(creating.refusal).reason} />
  );
  const empty = serviceUsers.length === 0;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Team" }, { label: "Service Users", href: SERVICE_USERS_PATH }]}
        title="Service Users"
        description="Accounts for scripts and services, which use the API with access tokens."
        action={empty ? undefined : create}
      />
      {empty ? (
        <EmptyState icon={Bot} title="No service users yet" action={create}>
          Create a service user for each script or service, then an access token for it. The token
          does not depend on any person's account.
        </EmptyState>
      ) : (
        <UsersTable users={serviceUsers} kind="service-users" actor={policyActor(actor)} />
      )}
    </>
  );
}
