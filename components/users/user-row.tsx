"use client";

import { EllipsisVertical, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { TableCell, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { UserView } from "#lib/contract/views.ts";
import { can, type PolicyActor } from "#lib/policy/can.ts";
import { wordsOf } from "#lib/policy/refusals.ts";
import { roleName } from "./role-words.ts";
import { userPath } from "./user-paths.ts";
import { UserStatus } from "./user-status.tsx";

type UserRowProps = {
  user: UserView;
  actor: PolicyActor;
  onDelete: (user: UserView, trigger: HTMLElement | null) => void;
};

/** One person or service user in a table. */
export function UserRow({ user, actor, onDelete }: UserRowProps) {
  return (
    <TableRow className="relative">
      <TableCell
        data-testid="user-name-cell"
        className="w-2/5 max-w-0 @max-cards:w-auto @max-cards:max-w-full @max-cards:pr-10!"
      >
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={userPath(user)}
            prefetch={false}
            title={user.name}
            className="truncate rounded-sm font-medium underline-offset-4 hover:underline"
          >
            {user.name}
          </Link>
          {user.isCurrent && <Badge tone="accent">You</Badge>}
        </span>
      </TableCell>
      {!user.isServiceUser && (
        <TableCell
          label="E-mail"
          className="max-w-56 truncate text-quiet @max-cards:max-w-full"
          title={user.email}
        >
          <span className="truncate">{user.email}</span>
        </TableCell>
      )}
      <TableCell label="Role" className="whitespace-nowrap">
        <span>{roleName(user.role)}</span>
      </TableCell>
      <TableCell label="Status" data-testid="user-status-cell">
        <UserStatus user={user} />
      </TableCell>
      {!user.isServiceUser && (
        <TableCell label="Last login" className="text-quiet">
          {user.lastLoginAt ? <RelativeTime at={user.lastLoginAt} /> : "Never"}
        </TableCell>
      )}
      <TableCell className="w-0 text-right @max-cards:absolute @max-cards:w-auto @max-cards:top-2 @max-cards:right-2">
        <RowMenu user={user} actor={actor} onDelete={onDelete} />
      </TableCell>
    </TableRow>
  );
}

function RowMenu({ user, actor, onDelete }: UserRowProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const decision = can(actor, "users.delete", user);
  const refusal = decision.allowed ? undefined : wordsOf(decision.refusal).reason;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          ref={trigger}
          variant="quiet"
          size="icon"
          aria-label={`Actions for ${user.name}`}
          data-testid="user-actions"
        >
          <EllipsisVertical aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem
          tone="danger"
          data-testid="delete-user"
          refusal={refusal}
          onSelect={() => onDelete(user, trigger.current)}
        >
          <Trash2 aria-hidden />
          {user.isServiceUser ? "Delete service user" : "Delete user"}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
