"use client";

import { useRef, useState } from "react";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoMatch } from "#components/list/no-match.tsx";
import { SortHeading } from "#components/list/sort-heading.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/table.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { DeleteGroupDialog } from "./delete-group-dialog.tsx";
import { GroupRow } from "./group-row.tsx";
import { RenameGroupDialog } from "./rename-group-dialog.tsx";

type GroupsTableProps = {
  groups: readonly DescribedGroup[];
  /** How many there are on all pages. */
  total: number;
  actor: PolicyActor;
};

type OpenGroupDialog = { what: "rename" | "delete"; group: DescribedGroup };

const PRESET = "name";
const number = new Intl.NumberFormat("en");

/** A page of groups, with its search and order kept in the address. */
export function GroupsTable({ groups, total, actor }: GroupsTableProps) {
  const [asked, setAsked] = useState<OpenGroupDialog | null>(null);
  const opener = useRef<HTMLElement>(null);
  const ask = (
    what: OpenGroupDialog["what"],
    group: DescribedGroup,
    trigger: HTMLElement | null,
  ) => {
    opener.current = trigger;
    setAsked({ what, group });
  };
  /** As the list has it now, which may have been read again since. */
  const present = groups.find(({ id }) => id === asked?.group.id) ?? asked?.group ?? null;
  const groupTo = (what: OpenGroupDialog["what"]) => (asked?.what === what ? present : null);
  const close = () => setAsked(null);
  return (
    <>
      <ListToolbar
        label="Search by name"
        count={`${number.format(total)} group${total === 1 ? "" : "s"}`}
      />
      {groups.length === 0 ? (
        <NoMatch nouns={["group", "groups"]} path={PAGES.groups.path}>
          Search for another name.
        </NoMatch>
      ) : (
        <Table>
          <TableHead>
            <SortHeading name="name" preset={PRESET}>
              Name
            </SortHeading>
            <TableHeading numeric>Users</TableHeading>
            <TableHeading numeric>Service users</TableHeading>
            <TableHeading numeric>Peers</TableHeading>
            <TableHeading numeric>Resources</TableHeading>
            <TableHeading>Issued</TableHeading>
            <TableHeading className="w-0">
              <span className="sr-only">Actions</span>
            </TableHeading>
          </TableHead>
          <TableBody>
            {groups.map((group) => (
              <GroupRow key={group.id} group={group} actor={actor} onAsk={ask} />
            ))}
          </TableBody>
        </Table>
      )}
      <RenameGroupDialog group={groupTo("rename")} opener={opener} onClose={close} />
      <DeleteGroupDialog group={groupTo("delete")} opener={opener} onClose={close} />
    </>
  );
}
