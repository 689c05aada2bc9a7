"use client";

import { type Column, ColumnCells } from "#components/list/columns.tsx";
import { RowLink } from "#components/list/row-link.tsx";
import { ContactLink } from "#components/shared/contact-link.tsx";
import { roleName } from "#components/shared/role-labels.ts";
import { Status } from "#components/ui/status.tsx";
import { TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { UserStatus } from "#components/users/user-status.tsx";
import { userPath } from "#lib/contract/page-paths.ts";
import type { DescribedUser } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { nameInSentence } from "#lib/policy/module-names.ts";
import { listed } from "#lib/policy/scope-sentence.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { ReviewMenu } from "./review-menu.tsx";
import type { ReviewedUser } from "./reviewed-user.ts";

type Shown = {
  user: ReviewedUser;
  actor: PolicyActor;
  onBlock: (user: DescribedUser, trigger: HTMLElement | null) => void;
};

const NAME: Column<Shown> = {
  heading: "Service user",
  sort: "name",
  bare: true,
  className: "name-cell",
  cell: ({ user }) => (
    <span className="cell-lines">
      <RowLink href={userPath(user)} dir="auto" className="cell-text hover:underline">
        {user.name || "Unnamed"}
      </RowLink>
      {user.description && <span className="cell-note">{user.description}</span>}
      {user.isBlocked && <UserStatus user={user} />}
    </span>
  ),
};

const CONTACT: Column<Shown> = {
  heading: "Contact",
  spare: true,
  cell: ({ user }) => <ContactLink contact={user.contact} />,
};

const TOKENS: Column<Shown> = {
  heading: "Tokens",
  className: "nowrap-cell tabular-nums",
  cell: ({ user: { tokens } }) => tokens?.active ?? "—",
};

const LAST_USED: Column<Shown> = {
  heading: "Last used",
  className: "text-quiet",
  cell: ({ user: { tokens } }) =>
    tokens?.lastUsedAt ? <RelativeTime at={tokens.lastUsedAt} /> : tokens ? "Never" : "—",
};

const RIGHTS: Column<Shown> = {
  heading: "Rights",
  cell: ({ user }) => <Rights rights={user.rights} />,
};

const REVIEWED: Column<Shown> = {
  heading: "Reviewed",
  cell: ({ user }) => (
    <span className="cell-lines">
      {user.isDue && <Status tone="soon">Due</Status>}
      <RelativeTime at={user.reviewedAt} className={user.isDue ? "cell-note" : ""} />
      {user.reviewedByName && <span className="cell-note">by {user.reviewedByName}</span>}
    </span>
  ),
};

const ACTIONS: Column<Shown> = {
  heading: "Actions",
  actions: "w-28",
  className: "@max-cards:justify-end",
  cell: ({ user, actor, onBlock }) => (
    <span className="inline-flex items-center gap-1">
      <ConfirmButton user={user} actor={actor} />
      <ReviewMenu user={user} actor={actor} onBlock={onBlock} />
    </span>
  ),
};

export const REVIEW_COLUMNS: readonly Column<Shown>[] = [
  NAME,
  { heading: "Role", className: "nowrap-cell", cell: ({ user }) => roleName(user.role) },
  CONTACT,
  TOKENS,
  LAST_USED,
  RIGHTS,
  REVIEWED,
  ACTIONS,
];

/** One service user of an access review. */
export function ReviewRow(props: Shown) {
  return (
    <TableRow>
      <ColumnCells columns={REVIEW_COLUMNS} shown={props} />
    </TableRow>
  );
}

function Rights({ rights }: Pick<ReviewedUser, "rights">) {
  if (rights === null) return <span className="text-quiet">—</span>;
  const { held, unused, sensitive } = rights;
  if (held === 0) return <span className="never">No active tokens</span>;
  const names = sensitive.map(nameOfRight);
  return (
    <span className="cell-lines">
      <span className="nowrap-cell">
        {held} held, {held - unused} used
      </span>
      {sensitive.length > 0 && (
        <Status
          tone="soon"
          data-testid="unused-sensitive"
          className="max-w-60 items-start whitespace-normal text-xs before:mt-1"
        >
          <span title={names.length > 1 ? listed(names) : undefined}>
            Unused: writes {shortened(names)}
          </span>
        </Status>
      )}
    </span>
  );
}

const nameOfRight = (right: string) =>
  nameInSentence(right.split(":")[0] as Parameters<typeof nameInSentence>[0]);

/** The first name: a list of all would be wider than a narrow window. */
const shortened = ([first = "", ...others]: string[]): string =>
  others.length === 0 ? first : `${first}, ${others.length} more`;
