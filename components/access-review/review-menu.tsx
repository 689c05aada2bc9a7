"use client";

import { Ban, CircleCheck, KeyRound, Scissors, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { DropdownMenuItem, DropdownMenuSeparator } from "#components/ui/dropdown-menu.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import { blockRefusal } from "#components/users/update-refusals.ts";
import { pathWith, userPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import type { DescribedUser } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";

type ReviewMenuProps = {
  user: DescribedUser;
  actor: PolicyActor;
  onBlock: (user: DescribedUser, trigger: HTMLElement | null) => void;
};

/** What else than a confirmation a review may lead to. */
export function ReviewMenu({ user, actor, onBlock }: ReviewMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const tokens = (conditions: Record<string, string>) =>
    pathWith(PAGES.tokens.path, { user_id: user.id, ...conditions });
  return (
    <RowMenu name={user.name} testId="review-actions" trigger={trigger}>
      <DropdownMenuItem asChild>
        <Link href={userPath(user)} prefetch={false}>
          <Scissors aria-hidden />
          Narrow access tokens
        </Link>
      </DropdownMenuItem>
      <DropdownMenuItem asChild>
        <Link href={tokens({})} prefetch={false}>
          <KeyRound aria-hidden />
          View access tokens
        </Link>
      </DropdownMenuItem>
      <DropdownMenuItem asChild>
        <Link href={tokens({ state: "unused" })} prefetch={false}>
          <Trash2 aria-hidden />
          Revoke unused tokens
        </Link>
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      <DropdownMenuItem
        refusal={blockRefusal(actor, user)}
        onSelect={() => onBlock(user, trigger.current)}
      >
        {user.isBlocked ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
        <span>{user.isBlocked ? "Unblock" : "Block"}</span>
      </DropdownMenuItem>
    </RowMenu>
  );
}
