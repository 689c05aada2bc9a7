"use client";

import { SearchX } from "lucide-react";
import { useRef, useState } from "react";
import { TableSearch } from "#components/layout/table-search.tsx";
import { useSearchInAddress } from "#components/layout/use-search-in-address.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/table.tsx";
import type { UserView } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { DeleteUserDialog } from "./delete-user-dialog.tsx";
import { UserRow } from "./user-row.tsx";
import { matchesUser } from "./user-search.ts";

type UsersTableProps = {
  users: readonly UserView[];
  kind: "people" | "service-users";
  actor: PolicyActor;
};

/** People or service users, with a search kept in the address and a menu in each row. */
export function UsersTable({ users, kind, actor }: UsersTableProps) {
  const [query, search] = useSearchInAddress();
  const [deleting, setDeleting] = useState<UserView | null>(null);
  const opener = useRef<HTMLElement>(null);
  const found = users.filter((user) => matchesUser(user, query.trim()));

  const askToDelete = (user: UserView, trigger: HTMLElement | null) => {
    opener.current = trigger;
    setDeleting(user);
  };
  return (
    <>
      <TableSearch
        label={kind === "people" ? "Search by name, e-mail or role" : "Search by name or role"}
        query={query}
        onSearch={search}
        count={countText(found.length, users.length, kind)}
      />
      {found.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={`No ${kind === "people" ? "user" : "service user"} matches`}
          action={<Button onClick={() => search("")}>Clear search</Button>}
        >
          Nothing in name, role or status contains “{query.trim()}”.
        </EmptyState>
      ) : (
        <Table>
          <TableHead>
            <TableHeading>Name</TableHeading>
            {kind === "people" && <TableHeading>E-mail</TableHeading>}
            <TableHeading>Role</TableHeading>
            <TableHeading>Status</TableHeading>
            {kind === "people" && <TableHeading>Last login</TableHeading>}
            <TableHeading className="w-0">
              <span className="sr-only">Actions</span>
            </TableHeading>
          </TableHead>
          <TableBody>
            {found.map((user) => (
              <UserRow key={user.id} user={user} actor={actor} onDelete={askToDelete} />
            ))}
          </TableBody>
        </Table>
      )}
      <DeleteUserDialog user={deleting} opener={opener} onClose={() => setDeleting(null)} />
    </>
  );
}

const number = new Intl.NumberFormat("en");

function countText(found: number, all: number, kind: UsersTableProps["kind"]): string {
  const noun = kind === "people" ? "user" : "service user";
  const total = `${number.format(all)} ${noun}${all === 1 ? "" : "s"}`;
  return found === all ? total : `${number.format(found)} of ${total}`;
}
