"use client";

import { EllipsisVertical, Pencil, Trash2 } from "lucide-react";
import { useRef } from "react";
import { TextLink } from "#components/shared/text-link.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { cutInRow, TableCell, TableRow } from "#components/ui/table.tsx";
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
  api: "Here or by API",
  jwt: "Identity provider",
  integration: "Integration",
};

const number = new Intl.NumberFormat("en");

/** One group in the table. */
export function GroupRow({ group, actor, onAsk }: GroupRowProps) {
  return (
    <TableRow className="relative">
      <TableCell className="w-2/5 max-w-0 @max-cards:w-auto @max-cards:max-w-full @max-cards:pr-10!">
        <span className="flex min-w-0 items-center gap-2">
          <span dir="auto" className={cn(cutInRow, "text-left font-medium")} title={group.name}>
            {group.name}
          </span>
          {isAllGroup(group) && <Badge>Built in</Badge>}
        </span>
      </TableCell>
      <TableCell label="Users" numeric>
        <Holders count={group.people} path={PAGES.users.path} noun="users" group={group} />
      </TableCell>
      <TableCell label="Service users" numeric>
        <Holders
          count={group.serviceUsers}
          path={PAGES.serviceUsers.path}
          noun="service users"
          group={group}
        />
      </TableCell>
      <TableCell label="Peers" numeric>
        {number.format(group.peers.length)}
      </TableCell>
      <TableCell label="Resources" numeric>
        {number.format(group.resources.length)}
      </TableCell>
      <TableCell label="Issued" className="whitespace-nowrap text-quiet">
        {ISSUED[group.issued]}
      </TableCell>
      <TableCell className="w-0 text-right @max-cards:absolute @max-cards:w-auto @max-cards:top-2 @max-cards:right-2">
        <RowMenu group={group} actor={actor} onAsk={onAsk} />
      </TableCell>
    </TableRow>
  );
}

type HoldersProps = { count: number; path: string; noun: string; group: DescribedGroup };

/** How many have it as an auto group, as a link to the list of them. */
function Holders({ count, path, noun, group }: HoldersProps) {
  if (count === 0) return <span className="text-quiet">0</span>;
  return (
    <TextLink
      href={`${path}?${new URLSearchParams({ group_id: group.id })}`}
      prefetch={false}
      aria-label={`${number.format(count)} ${noun} with the group ${group.name}`}
    >
      {number.format(count)}
    </TextLink>
  );
}

function RowMenu({ group, actor, onAsk }: GroupRowProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          ref={trigger}
          variant="quiet"
          size="icon"
          aria-label={`Actions for ${group.name}`}
          data-testid="group-actions"
        >
          <EllipsisVertical aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
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
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
