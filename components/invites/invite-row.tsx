"use client";

import { RefreshCw, Trash2 } from "lucide-react";
import { type Column, ColumnCells, IN_CORNER } from "#components/list/columns.tsx";
import { roleName } from "#components/shared/role-labels.ts";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { Status } from "#components/ui/status.tsx";
import { TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { InviteView } from "#lib/contract/views.ts";
import { type Action, canBegin, type PolicyActor } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";

/** The dialogs that a row opens. */
export type InviteQuestion = "resend" | "delete";

type InviteRowProps = {
  invite: InviteView;
  actor: PolicyActor;
  onAsk: (question: InviteQuestion, invite: InviteView, trigger: HTMLElement) => void;
};

const NAME: Column<InviteRowProps> = {
  heading: "Invited",
  sort: "email",
  bare: true,
  className: "name-cell @max-cards:pr-20",
  attributes: () => ({ "data-testid": "invite-name-cell" }),
  cell: ({ invite }) => (
    <span className="cell-lines">
      <span dir="auto" className="cell-text font-medium">
        {invite.name}
      </span>
      <span className="cell-note cell-text max-w-none">{invite.email}</span>
    </span>
  ),
};

export const INVITE_COLUMNS: readonly Column<InviteRowProps>[] = [
  NAME,
  {
    heading: "Role",
    className: "nowrap-cell",
    cell: ({ invite }) => roleName(invite.role),
  },
  {
    heading: "Status",
    attributes: () => ({ "data-cy": "invite-status-cell" }),
    cell: ({ invite }) => <InviteStatus invite={invite} />,
  },
  {
    heading: "Expires",
    sort: "expires_at",
    className: "text-quiet",
    cell: ({ invite }) => <RelativeTime at={invite.expiresAt} />,
  },
  {
    heading: "Created",
    sort: "created_at",
    className: "text-quiet",
    cell: ({ invite }) => <RelativeTime at={invite.createdAt} />,
  },
  {
    heading: "Actions",
    actions: "w-16",
    className: IN_CORNER,
    cell: (shown) => <InviteButtons {...shown} />,
  },
];

/** One pending invite. */
export function InviteRow(props: InviteRowProps) {
  return (
    <TableRow>
      <ColumnCells columns={INVITE_COLUMNS} shown={props} />
    </TableRow>
  );
}

function InviteButtons({ invite, actor, onAsk }: InviteRowProps) {
  const refusalOf = (action: Action) => {
    const decision = canBegin(actor, action);
    return decision.allowed ? undefined : reasonOf(decision.refusal);
  };
  return (
    <>
      <GuardedButton
        variant="quiet"
        size="icon"
        disabledReason={refusalOf("invites.regenerate")}
        aria-label={`Resend invite to ${invite.email}`}
        data-cy="regenerate-invite"
        onClick={(event) => onAsk("resend", invite, event.currentTarget)}
      >
        <RefreshCw aria-hidden />
      </GuardedButton>
      <GuardedButton
        variant="quiet-danger"
        size="icon"
        disabledReason={refusalOf("invites.delete")}
        aria-label={`Delete invite for ${invite.email}`}
        data-cy="delete-invite"
        onClick={(event) => onAsk("delete", invite, event.currentTarget)}
      >
        <Trash2 aria-hidden />
      </GuardedButton>
    </>
  );
}

/** If the inviter may no longer invite, another user has to resend the invite. */
function InviteStatus({ invite: { isExpired, isValid } }: { invite: InviteView }) {
  if (isExpired) return <Status tone="bad">Expired</Status>;
  if (isValid) return <Status tone="idle">Invited</Status>;
  return (
    <Status tone="soon" title="The inviter may no longer invite users. Resend the invite.">
      Not usable
    </Status>
  );
}
