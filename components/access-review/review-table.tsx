"use client";

import { useMemo } from "react";
import type { Filter } from "#components/list/filter.ts";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoMatch } from "#components/list/no-match.tsx";
import { type PackedRows, unpackRows } from "#components/list/packed-rows.ts";
import { SortHeadings } from "#components/list/sort-headings.tsx";
import { roleName, SERVICE_USER_ROLES } from "#components/shared/role-labels.ts";
import { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import { counted } from "#components/ui/counted.ts";
import { Table, TableBody } from "#components/ui/table.tsx";
import { BlockUserDialog } from "#components/users/block-user-dialog.tsx";
import { contactFilter } from "#components/users/contact-filter.ts";
import { PAGES } from "#lib/contract/pages.ts";
import type { DescribedUser, PersonRef } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { REVIEW_COLUMNS, ReviewRow } from "./review-row.tsx";
import type { ReviewedUser } from "./reviewed-user.ts";

type ReviewTableProps = {
  users: PackedRows<ReviewedUser>;
  /** Matching service users on all pages. */
  total: number;
  actor: PolicyActor;
  /** Contacts to filter by; others are found by a search. */
  contacts: readonly PersonRef[];
  /** Only those due are shown. */
  isDueOnly: boolean;
};

const FILTERS: readonly Filter[] = [
  {
    name: "due",
    label: "Review",
    options: [
      { value: "true", label: "Due" },
      { value: "false", label: "Not due" },
    ],
  },
  {
    name: "role",
    column: "role_filter",
    label: "Role",
    options: SERVICE_USER_ROLES.map(({ role }) => ({ value: role, label: roleName(role) })),
  },
];

/** A page of an access review, with search, filters and order in the URL. */
export function ReviewTable(props: ReviewTableProps) {
  const { users: packed, total, actor, contacts, isDueOnly } = props;
  const users = useMemo(() => unpackRows(packed), [packed]);
  const { open, itemOf, dialog } = useRowDialogs<"block", DescribedUser>();
  return (
    <>
      <ListToolbar
        label="Search by name or role"
        filters={[...FILTERS, contactFilter(contacts)]}
        count={counted(total, "service user")}
      />
      {users.length === 0 ? (
        <NoMatch nouns={["service user", "service users"]} path={PAGES.accessReview.path}>
          {isDueOnly ? "None of them is due for review." : "Try another search or clear filters."}
        </NoMatch>
      ) : (
        <Table>
          <SortHeadings columns={REVIEW_COLUMNS} preset="-created_at" />
          <TableBody>
            {users.map((user) => (
              <ReviewRow
                key={user.id}
                user={user}
                actor={actor}
                onBlock={(asked, trigger) => open("block", asked, trigger)}
              />
            ))}
          </TableBody>
        </Table>
      )}
      <BlockUserDialog user={itemOf("block")} {...dialog} />
    </>
  );
}
