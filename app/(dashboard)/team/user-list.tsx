import { Bot } from "lucide-react";
import { packRows } from "#components/list/packed-rows.ts";
import { Pager } from "#components/list/pager.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { UsersTable } from "#components/users/users-table.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import type { DescribedUser, PersonRef } from "#lib/contract/views.ts";
import { canBegin } from "#lib/policy/can.ts";
import { nameGroups } from "#lib/services/groups/name-groups.ts";
import { contactNames, describeUsers } from "#lib/services/users/describe-users.ts";
import { countUsers, listUsers, type UsersQuery } from "#lib/services/users/list-users.ts";
import { loadPage } from "../load-page.ts";
import { policyActor } from "../policy-actor.ts";

type UserListProps = {
  actor: Actor;
  kind: "people" | "service-users";
  query: UsersQuery;
  address: string;
};

/** A page of users or service users, as requested by the URL. */
export async function UserList({ actor, kind, query, address }: UserListProps) {
  const wanted = { ...query, service_user: kind === "service-users" };
  const [page, total, groups] = await Promise.all([
    loadPage(listUsers(actor, wanted), { address, cursor: query.cursor }),
    countUsers(actor, wanted),
    groupsToFilterBy(actor, query.group_id),
  ]);
  const users = await describeUsers(actor, page.items);
  return (
    <>
      <UsersTable
        users={packRows(users)}
        total={total}
        kind={kind}
        actor={policyActor(actor)}
        groups={groups}
        contacts={await contactsToFilterBy(actor, users, query.contact)}
      />
      <Pager address={address} next={page.next} previous={page.previous} />
    </>
  );
}

const GROUPS_OFFERED = 100;

/** The first groups by name and the selected one; others are found by a search. */
async function groupsToFilterBy(actor: Actor, chosen: string | undefined) {
  if (!canBegin(actor, "groups.read").allowed) return { offered: [], more: false };
  const offered = await nameGroups(actor, GROUPS_OFFERED, chosen);
  return { offered, more: offered.length >= GROUPS_OFFERED };
}

/** The contacts on this page and the selected one; others are found by a search. */
export async function contactsToFilterBy(
  actor: Actor,
  users: DescribedUser[],
  chosen: string | undefined,
): Promise<PersonRef[]> {
  const contacts = await contactNames(actor, chosen === undefined ? [] : [chosen]);
  for (const { contact } of users) if (contact !== null) contacts.set(contact.id, contact);
  return [...contacts.values()];
}

/** The empty state without any service user. */
export function NoServiceUsers() {
  return (
    <EmptyState icon={Bot} title="No service users yet">
      Create a service user for each script or service, then an access token for it. Its tokens keep
      working when people leave.
    </EmptyState>
  );
}
