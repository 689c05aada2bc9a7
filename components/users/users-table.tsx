"use client";

import { useMemo } from "react";
import type { GroupRef } from "#components/groups/group-options.ts";
import { searchGroups } from "#components/groups/search-groups.ts";
import type { Filter } from "#components/list/filter.ts";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoMatch } from "#components/list/no-match.tsx";
import { type PackedRows, unpackRows } from "#components/list/packed-rows.ts";
import { SortHeadings } from "#components/list/sort-headings.tsx";
import { PERSON_ROLES, roleName, SERVICE_USER_ROLES } from "#components/shared/role-labels.ts";
import { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import { counted } from "#components/ui/counted.ts";
import { Table, TableBody } from "#components/ui/table.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import type { DescribedUser, PersonRef } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { BlockUserDialog } from "./block-user-dialog.tsx";
import { contactFilter } from "./contact-filter.ts";
import { LazyDeleteUserDialog } from "./lazy-delete-user-dialog.tsx";
import { RenameUserDialog } from "./rename-user-dialog.tsx";
import { USER_COLUMNS, UserRow } from "./user-row.tsx";
import type { UserQuestion } from "./user-row-menu.tsx";

type Kind = "people" | "service-users";

type UsersTableProps = {
  users: PackedRows<DescribedUser>;
  /** Number of users on all pages. */
  total: number;
  kind: Kind;
  actor: PolicyActor;
  /** Groups to filter by; with `more`, others are found by a search. */
  groups: { offered: readonly GroupRef[]; more: boolean };
  /** Contacts to filter by; others are found by a search. */
  contacts: readonly PersonRef[];
};

const SEARCH: Record<Kind, string> = {
  people: "Search by name, email or role",
  "service-users": "Search by name or role",
};

/** A page of users or service users, with search, filters and order in the URL. */
export function UsersTable(props: UsersTableProps) {
  const { users: packed, total, kind, actor, groups, contacts } = props;
  const users = useMemo(() => unpackRows(packed), [packed]);
  const { open, itemOf, dialog } = useRowDialogs<UserQuestion, DescribedUser>();
  return (
    <>
      <ListToolbar
        label={SEARCH[kind]}
        filters={filtersOf(kind, groups, contacts)}
        count={countText(total, kind)}
      />
      {users.length === 0 ? (
        <NoUser kind={kind} />
      ) : (
        <Table>
          <SortHeadings columns={USER_COLUMNS[kind]} preset="-created_at" />
          <TableBody>
            {users.map((user) => (
              <UserRow key={user.id} user={user} actor={actor} onAsk={open} />
            ))}
          </TableBody>
        </Table>
      )}
      <RenameUserDialog user={itemOf("rename")} {...dialog} />
      <BlockUserDialog user={itemOf("block")} {...dialog} />
      <LazyDeleteUserDialog user={itemOf("delete")} {...dialog} />
    </>
  );
}

function NoUser({ kind }: { kind: Kind }) {
  return kind === "people" ? (
    <NoMatch nouns={["user", "users"]} path={PAGES.users.path}>
      Try another search or clear filters.
    </NoMatch>
  ) : (
    <NoMatch nouns={["service user", "service users"]} path={PAGES.serviceUsers.path}>
      Try another search or clear filters.
    </NoMatch>
  );
}

function filtersOf(
  kind: Kind,
  { offered, more }: UsersTableProps["groups"],
  contacts: UsersTableProps["contacts"],
): Filter[] {
  const roles = kind === "people" ? PERSON_ROLES : SERVICE_USER_ROLES;
  const states = [
    { value: "active", label: "Active" },
    { value: "blocked", label: "Blocked" },
    { value: "pending", label: "Pending approval" },
  ];
  return [
    {
      name: "status",
      label: "Status",
      options: kind === "people" ? states : states.slice(0, 2),
    },
    {
      name: "role",
      column: "role_filter",
      label: "Role",
      options: roles.map(({ role }) => ({ value: role, label: roleName(role) })),
    },
    ...(kind === "people" ? [] : [contactFilter(contacts)]),
    ...(offered.length === 0
      ? []
      : [
          {
            name: "group_id",
            column: "group_names_filter",
            label: "Auto-assigned group",
            search: more ? searchGroups : undefined,
            options: offered.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]),
  ];
}

function countText(total: number, kind: Kind): string {
  const noun = kind === "people" ? "user" : "service user";
  return counted(total, noun);
}
