"use client";

import { useMemo } from "react";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoMatch } from "#components/list/no-match.tsx";
import { type PackedRows, unpackRows } from "#components/list/packed-rows.ts";
import { SortHeadings } from "#components/list/sort-headings.tsx";
import { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import { counted } from "#components/ui/counted.ts";
import { Table, TableBody } from "#components/ui/table.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { DeleteGroupDialog } from "./delete-group-dialog.tsx";
import { GroupRow, groupColumns } from "./group-row.tsx";
import { RenameGroupDialog } from "./rename-group-dialog.tsx";

type GroupsTableProps = {
  groups: PackedRows<DescribedGroup>;
  /** Number of groups on all pages. */
  total: number;
  actor: PolicyActor;
  /** Whether they are copies of a NetBird server's. */
  ofNetBird: boolean;
};

/** A page of groups, with search and order in the URL. */
export function GroupsTable({ groups: packed, total, actor, ofNetBird }: GroupsTableProps) {
  const groups = useMemo(() => unpackRows(packed), [packed]);
  const { open, itemOf, dialog } = useRowDialogs<"rename" | "delete", DescribedGroup>();
  /** The group as currently listed; the list may have been refreshed since. */
  const groupTo = (question: "rename" | "delete") => {
    const asked = itemOf(question);
    return groups.find(({ id }) => id === asked?.id) ?? asked;
  };
  return (
    <>
      <ListToolbar label="Search by name" count={counted(total, "group")} />
      {groups.length === 0 ? (
        <NoMatch nouns={["group", "groups"]} path={PAGES.groups.path}>
          Try another search.
        </NoMatch>
      ) : (
        <Table>
          <SortHeadings columns={groupColumns(ofNetBird)} preset="name" />
          <TableBody>
            {groups.map((group) => (
              <GroupRow
                key={group.id}
                group={group}
                actor={actor}
                ofNetBird={ofNetBird}
                onAsk={open}
              />
            ))}
          </TableBody>
        </Table>
      )}
      <RenameGroupDialog group={groupTo("rename")} {...dialog} />
      <DeleteGroupDialog group={groupTo("delete")} ofNetBird={ofNetBird} {...dialog} />
    </>
  );
}
