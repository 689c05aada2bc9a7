"use client";

import { RefreshCw, Trash2 } from "lucide-react";
import { roleName } from "#components/shared/role-labels.ts";
import { cn } from "#components/ui/cn.ts";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { Status } from "#components/ui/status.tsx";
import { cutInRow, TableCell, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { InviteView } from "#lib/contract/views.ts";
import { type Action, canBegin, type PolicyActor } from "#lib/policy/can.ts";
import { wordsOf } from "#lib/policy/refusals.ts";

/** What a row asks for; each has its own dialog. */
export type InviteQuestion = "renew" | "delete";

type InviteRowProps = {
  invite: InviteView;
  actor: PolicyActor;
  onAsk: (question: InviteQuestion, invite: InviteView, trigger: HTMLElement) => void;
};

/** One open invite, with a new link for it and its deletion. */
export function InviteRow({ invite, actor, onAsk }: InviteRowProps) {
  const refusalOf = (action: Action) => {
    const decision = canBegin(actor, action);
    return decision.allowed ? undefined : wordsOf(decision.refusal).reason;
  };
  return (
    <TableRow className="relative">
      <TableCell
        data-testid="invite-name-cell"
        className="w-2/5 max-w-0 @max-cards:w-auto @max-cards:max-w-full @max-cards:pr-20!"
      >
        <span className="grid min-w-0">
          <span dir="auto" className={cn(cutInRow, "text-left font-medium")} title={invite.name}>
            {invite.name}
          </span>
          <span className={cn(cutInRow, "text-quiet text-xs")} title={invite.email}>
            {invite.email}
          </span>
        </span>
      </TableCell>
      <TableCell label="Role" className="@snug:whitespace-nowrap">
        <span>{roleName(invite.role)}</span>
      </TableCell>
      <TableCell label="Status" data-cy="invite-status-cell">
        <InviteStatus invite={invite} />
      </TableCell>
      <TableCell label="Expires" className="text-quiet">
        <RelativeTime at={invite.expiresAt} />
      </TableCell>
      <TableCell label="Created" className="text-quiet">
        <RelativeTime at={invite.createdAt} />
      </TableCell>
      <TableCell className="w-0 whitespace-nowrap text-right @max-cards:absolute @max-cards:w-auto @max-cards:top-2 @max-cards:right-2">
        <GuardedButton
          variant="quiet"
          size="icon"
          disabledReason={refusalOf("invites.regenerate")}
          aria-label={`New link for ${invite.email}`}
          data-cy="regenerate-invite"
          onClick={(event) => onAsk("renew", invite, event.currentTarget)}
        >
          <RefreshCw aria-hidden />
        </GuardedButton>
        <GuardedButton
          variant="quiet-danger"
          size="icon"
          disabledReason={refusalOf("invites.delete")}
          aria-label={`Delete invite of ${invite.email}`}
          data-cy="delete-invite"
          onClick={(event) => onAsk("delete", invite, event.currentTarget)}
        >
          <Trash2 aria-hidden />
        </GuardedButton>
      </TableCell>
    </TableRow>
  );
}

/** An invite of a user who can no longer invite needs to be renewed by one who can. */
function InviteStatus({ invite: { isExpired, isValid } }: { invite: InviteView }) {
  if (isExpired) return <Status tone="bad">Expired</Status>;
  if (isValid) return <Status tone="idle">Invited</Status>;
  return (
    <Status tone="soon" title="The inviter can no longer invite. Renew the invite.">
      Not usable
    </Status>
  );
}
