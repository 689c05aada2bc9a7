"use client";

import type { ComponentProps } from "react";
import { type Column, ColumnCells, IN_CORNER } from "#components/list/columns.tsx";
import { RowLink } from "#components/list/row-link.tsx";
import { ContactLink } from "#components/shared/contact-link.tsx";
import { roleName } from "#components/shared/role-labels.ts";
import { tokenState } from "#components/tokens/token-state.ts";
import { Badge } from "#components/ui/badge.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { userPath } from "#lib/contract/page-paths.ts";
import type { DescribedUser, TokenFigures } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { ApprovalButtons } from "./approval-buttons.tsx";
import { GeneratedPasswordNote } from "./generated-password-note.tsx";
import { UserRowMenu } from "./user-row-menu.tsx";
import { UserStatus } from "./user-status.tsx";

type UserRowProps = {
  user: DescribedUser;
  actor: PolicyActor;
  onAsk: ComponentProps<typeof UserRowMenu>["onAsk"];
};

const NAME: Column<UserRowProps> = {
  heading: "Name",
  sort: "name",
  bare: true,
  className: "name-cell @max-cards:pr-10",
  attributes: () => ({ "data-testid": "user-name-cell" }),
  cell: ({ user }) => <UserName user={user} />,
};

const ROLE: Column<UserRowProps> = {
  heading: "Role",
  className: "nowrap-cell",
  cell: ({ user }) => roleName(user.role),
};

const STATUS: Column<UserRowProps> = {
  heading: "Status",
  attributes: () => ({ "data-testid": "user-status-cell" }),
  cell: ({ user, actor }) => (
    <span className="cell-marks">
      <UserStatus user={user} />
      <GeneratedPasswordNote user={user} />
      {user.pendingApproval && <ApprovalButtons user={user} actor={actor} />}
    </span>
  ),
};

const GROUPS: Column<UserRowProps> = {
  heading: "Groups",
  spare: true,
  cell: ({ user }) => <GroupNames groups={user.groups} />,
};

const CONTACT: Column<UserRowProps> = {
  heading: "Contact",
  spare: true,
  cell: ({ user }) => <ContactLink contact={user.contact} />,
};

const LAST_SIGN_IN: Column<UserRowProps> = {
  heading: "Last sign-in",
  sort: "last_login",
  className: "text-quiet",
  cell: ({ user }) => (user.lastLoginAt ? <RelativeTime at={user.lastLoginAt} /> : "Never"),
};

const TOKENS: Column<UserRowProps> = {
  heading: "Tokens",
  className: "nowrap-cell tabular-nums",
  cell: ({ user }) => <TokenCount tokens={user.tokens} />,
};

const LAST_USED: Column<UserRowProps> = {
  heading: "Last used",
  className: "text-quiet",
  cell: ({ user: { tokens } }) =>
    tokens?.lastUsedAt ? <RelativeTime at={tokens.lastUsedAt} /> : tokens ? "Never" : "—",
};

const NEXT_EXPIRY: Column<UserRowProps> = {
  heading: "Next expiry",
  className: "text-quiet",
  cell: ({ user: { tokens, status } }) =>
    tokens?.nextExpiryAt ? (
      <NextExpiry at={tokens.nextExpiryAt} isBlocked={status === "blocked"} />
    ) : (
      "—"
    ),
};

const ACTIONS: Column<UserRowProps> = {
  heading: "Actions",
  actions: "w-8",
  className: IN_CORNER,
  cell: (shown) => <UserRowMenu {...shown} />,
};

export const USER_COLUMNS = {
  people: [NAME, ROLE, STATUS, GROUPS, LAST_SIGN_IN, TOKENS, ACTIONS],
  "service-users": [NAME, ROLE, STATUS, CONTACT, TOKENS, LAST_USED, NEXT_EXPIRY, ACTIONS],
} as const;

/** One user or service user in a table. */
export function UserRow(props: UserRowProps) {
  const columns = USER_COLUMNS[props.user.isServiceUser ? "service-users" : "people"];
  return (
    <TableRow>
      <ColumnCells columns={columns} shown={props} />
    </TableRow>
  );
}

function UserName({ user }: { user: DescribedUser }) {
  return (
    <span className="cell-lines">
      {user.isCurrent ? (
        <span className="flex min-w-0 items-center gap-2">
          <UserLink user={user} />
          <Badge tone="accent">You</Badge>
        </span>
      ) : (
        <UserLink user={user} />
      )}
      {user.email && (
        <span data-selectable="" className="cell-note cell-text w-fit max-w-full">
          {user.email}
        </span>
      )}
    </span>
  );
}

function UserLink({ user }: { user: DescribedUser }) {
  return (
    <RowLink href={userPath(user)} dir="auto" className="cell-text hover:underline">
      {user.name || "Unnamed"}
    </RowLink>
  );
}

function NextExpiry({ at, isBlocked }: { at: Date; isBlocked: boolean }) {
  const soon = tokenState({ expiresAt: at, disabledAt: null }, isBlocked, useNow()) === "soon";
  return <RelativeTime at={at} className={soon ? "text-soon" : ""} />;
}

/** Number of active tokens, and of expired ones, which should be revoked. */
function TokenCount({ tokens }: { tokens: TokenFigures | null }) {
  if (tokens === null) return <span className="text-quiet">—</span>;
  return (
    <span>
      <span>{tokens.active}</span>
      {tokens.expired > 0 && (
        <span className="text-quiet text-xs">{` + ${tokens.expired} expired`}</span>
      )}
    </span>
  );
}

function GroupNames({ groups }: { groups: DescribedUser["groups"] }) {
  const [first, ...others] = groups;
  if (first === undefined) return <span className="text-quiet">None</span>;
  return (
    <span className="group-names" title={groups.map(({ name }) => name).join(", ")}>
      <Badge data-testid="group-badge" className="group-name">
        <span>{first.name}</span>
      </Badge>
      {others.length > 0 && <Badge data-testid="multiple-groups">+{others.length}</Badge>}
    </span>
  );
}
