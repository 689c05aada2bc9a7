"use client";

import { Ban, CircleCheck, Pencil, Trash2 } from "lucide-react";
import { useRef } from "react";
import { DropdownMenuItem, DropdownMenuSeparator } from "#components/ui/dropdown-menu.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import type { DescribedUser } from "#lib/contract/views.ts";
import { can, type PolicyActor } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";
import { preloadRenameForm } from "./rename-user-dialog.tsx";
import { blockRefusal, updateRefusal } from "./update-refusals.ts";

/** The dialogs that a row opens. */
export type UserQuestion = "rename" | "block" | "delete";

type UserRowMenuProps = {
  user: DescribedUser;
  actor: PolicyActor;
  onAsk: (question: UserQuestion, user: DescribedUser, trigger: HTMLElement | null) => void;
};

/** The actions on a user or service user in a list. */
export function UserRowMenu({ user, actor, onAsk }: UserRowMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const deletion = can(actor, "users.delete", user);
  const ask = (question: UserQuestion) => () => onAsk(question, user, trigger.current);
  const noun = user.isServiceUser ? "service user" : "user";
  return (
    <RowMenu name={user.name} testId="user-actions" trigger={trigger} onFocus={preloadRenameForm}>
      <DropdownMenuItem refusal={updateRefusal(actor, user)} onSelect={ask("rename")}>
        <Pencil aria-hidden />
        Rename
      </DropdownMenuItem>
      {!user.pendingApproval && (
        <DropdownMenuItem
          refusal={blockRefusal(actor, user)}
          data-cy={user.isBlocked ? "unblock-user" : "block-user"}
          onSelect={ask("block")}
        >
          {user.isBlocked ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
          <span>{user.isBlocked ? "Unblock" : "Block"}</span>
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
      <DropdownMenuItem
        tone="danger"
        data-testid="delete-user"
        data-cy="delete-user"
        refusal={deletion.allowed ? undefined : reasonOf(deletion.refusal)}
        onSelect={ask("delete")}
      >
        <Trash2 aria-hidden />
        Delete {noun}
      </DropdownMenuItem>
    </RowMenu>
  );
}
