"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useRef } from "react";
import { type Column, ColumnCells, IN_CORNER } from "#components/list/columns.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { numberText } from "#components/ui/counted.ts";
import { DropdownMenuItem } from "#components/ui/dropdown-menu.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import { TableRow } from "#components/ui/table.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { deleteRefusal, isAllGroup, renameRefusal } from "./group-refusals.ts";

type GroupRowProps = {
  group: DescribedGroup;
  actor: PolicyActor;
  onAsk: (what: "rename" | "delete", group: DescribedGroup, trigger: HTMLElement | null) => void;
};

const ISSUED: Record<DescribedGroup["issued"], string> = {
  api: "Manual or API",
  jwt: "Identity provider",
  integration: "Integration",
};

const NAME: Column<GroupRowProps> = {
  heading: "Name",
  sort: "name",
  bare: true,
  className: "name-cell @max-cards:pr-10",
  cell: ({ group }) => (
    <span className="flex min-w-0 items-center gap-2">
      <span dir="auto" className="cell-text font-medium">
        {group.name}
      </span>
      {isAllGroup(group) && <Badge>Built in</Badge>}
    </span>
  ),
};

/** What Roost does not know of NetBird's groups. */
const OWN: readonly Column<GroupRowProps>[] = [
  { heading: "Peers", numeric: true, cell: ({ group }) => numberText(group.peers.length) },
  {
    heading: "Resources",
    numeric: true,
    cell: ({ group }) => numberText(group.resources.length),
  },
  {
    heading: "Source",
    className: "whitespace-nowrap text-quiet",
    cell: ({ group }) => ISSUED[group.issued],
  },
];

/** The columns of Roost's groups, or of those of a NetBird server. */
export const groupColumns = (ofNetBird: boolean): readonly Column<GroupRowProps>[] => [
  NAME,
  {
    heading: "Users",
    numeric: true,
    cell: ({ group }) => (
      <Holders count={group.people} path={PAGES.users.path} noun="users" group={group} />
    ),
  },
  {
    heading: "Service users",
    numeric: true,
    cell: ({ group }) => (
      <Holders
        count={group.serviceUsers}
        path={PAGES.serviceUsers.path}
        noun="service users"
        group={group}
      />
    ),
  },
  ...(ofNetBird ? [] : OWN),
  {
    heading: "Actions",
    actions: "w-8",
    className: IN_CORNER,
    cell: (shown) => <GroupMenu {...shown} />,
  },
];

/** One group in the table. */
export function GroupRow({ ofNetBird, ...shown }: GroupRowProps & { ofNetBird: boolean }) {
  return (
    <TableRow>
      <ColumnCells columns={groupColumns(ofNetBird)} shown={shown} />
    </TableRow>
  );
}

type HoldersProps = { count: number; path: string; noun: string; group: DescribedGroup };

/** Number of users with this auto-assigned group, as a link to their list. */
function Holders({ count, path, noun, group }: HoldersProps) {
  if (count === 0) return <span className="text-quiet">0</span>;
  return (
    <TextLink
      href={`${path}?${new URLSearchParams({ group_id: group.id })}`}
      prefetch={false}
      aria-label={`${numberText(count)} ${noun} with the group ${group.name}`}
    >
      {numberText(count)}
    </TextLink>
  );
}

function GroupMenu({ group, actor, onAsk }: GroupRowProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <RowMenu name={group.name} testId="group-actions" trigger={trigger}>
      <DropdownMenuItem
        refusal={renameRefusal(actor, group)}
        onSelect={() => onAsk("rename", group, trigger.current)}
      >
        <Pencil aria-hidden />
        Rename group
      </DropdownMenuItem>
      <DropdownMenuItem
        tone="danger"
        refusal={deleteRefusal(actor, group)}
        onSelect={() => onAsk("delete", group, trigger.current)}
      >
        <Trash2 aria-hidden />
        Delete group
      </DropdownMenuItem>
    </RowMenu>
  );
}
