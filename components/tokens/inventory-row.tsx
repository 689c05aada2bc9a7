import { Trash2 } from "lucide-react";
import Link from "next/link";
import { type Column, ColumnCells } from "#components/list/columns.tsx";
import { RowLink } from "#components/list/row-link.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { cn } from "#components/ui/cn.ts";
import { CopyableText } from "#components/ui/code-box.tsx";
import { cutInRow, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { userPath } from "#lib/contract/page-paths.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { RotateLink } from "./rotate-link.tsx";
import { CREATED, CreatedBelow, LastUse, type TokenQuestion, TokenStatus } from "./token-cells.tsx";
import { isDue, type TokenState, tokenState } from "./token-state.ts";
import { UsageButton } from "./usage-button.tsx";
import type { Selection } from "./use-selection.ts";

type InventoryRowProps = {
  token: InventoryView;
  readerId: string;
  /** Whether the reader may create tokens for its owner. */
  rotatable: boolean;
  onAsk: (question: TokenQuestion, token: InventoryView, trigger: HTMLElement) => void;
};

type Shown = InventoryRowProps & { state: TokenState };

const ownerOf = (token: InventoryView) => ({
  id: token.userId,
  isServiceUser: token.isServiceUser,
});

/** A label of a token that is unique in the list. */
const named = (token: InventoryView) => `${token.name} of ${token.userName}`;

const selectionColumn = (selection: Selection): Column<Shown> => ({
  heading: "Selection",
  bare: true,
  control: (
    <Checkbox
      aria-label="Select all tokens on this page"
      checked={selection.all}
      mixed={selection.some}
      onChange={selection.toggleAll}
    />
  ),
  className: "w-0 @max-cards:absolute @max-cards:top-3 @max-cards:left-3 @max-cards:w-auto",
  cell: ({ token }) => (
    <Checkbox
      aria-label={`Select access token ${named(token)}`}
      checked={selection.has(token.id)}
      onChange={() => selection.toggle(token.id)}
    />
  ),
});

const NAME: Column<Shown> = {
  heading: "Name",
  sort: "name",
  bare: true,
  className:
    "w-[26%] max-w-0 @max-snug:w-[30%] @max-cards:w-auto @max-cards:max-w-full @max-cards:pl-8!",
  cell: ({ token, readerId }) => (
    <span className="grid min-w-0">
      <RowLink
        href={userPath(ownerOf(token))}
        dir="auto"
        className={cn(cutInRow, "rounded-sm text-left font-medium")}
        title={token.name}
      >
        {token.name}
      </RowLink>
      <span className="text-quiet text-xs">
        <CopyableText label={`fingerprint of ${token.name}`} text={token.fingerprint} />
      </span>
      <CreatedBelow token={token} readerId={readerId} />
    </span>
  ),
};

const OWNER: Column<Shown> = {
  heading: "Owner",
  className: "w-[16%] max-w-0 @max-cards:w-auto @max-cards:max-w-full",
  cell: ({ token }) => (
    <span className="grid min-w-0">
      <Link
        href={userPath(ownerOf(token))}
        prefetch={false}
        title={token.userName}
        dir="auto"
        className={cn(
          cutInRow,
          "rounded-sm text-left leading-6 underline-offset-4 hover:underline",
        )}
      >
        {token.userName || "Unnamed"}
      </Link>
      <span className="text-quiet text-xs">{token.isServiceUser ? "Service user" : "User"}</span>
    </span>
  ),
};

const ACTIONS: Column<Shown> = {
  heading: "Actions",
  actions: true,
  className: "@max-cards:justify-end",
  cell: (shown) => (
    <>
      {!isDue(shown.state) && <Rotate {...shown} />}
      <UsageButton
        name={named(shown.token)}
        onPress={(trigger) => shown.onAsk("use", shown.token, trigger)}
      />
      <Button
        variant="quiet-danger"
        size="icon"
        aria-label={`Revoke access token ${named(shown.token)}`}
        data-testid="access-token-delete"
        onClick={(event) => shown.onAsk("revoke", shown.token, event.currentTarget)}
      >
        <Trash2 aria-hidden />
      </Button>
    </>
  ),
};

/** The columns of the account's access tokens. */
export const inventoryColumns = (selection: Selection): readonly Column<Shown>[] => [
  selectionColumn(selection),
  NAME,
  OWNER,
  {
    heading: "Expires",
    sort: "expiration_date",
    cell: (shown) => (
      <span className="grid">
        <TokenStatus state={shown.state} />
        <RelativeTime at={shown.token.expiresAt} className="text-quiet text-xs" />
        {isDue(shown.state) && <Rotate {...shown} />}
      </span>
    ),
  },
  { ...CREATED, sort: "created_at" },
  {
    heading: "Last used",
    sort: "last_used",
    cell: ({ token }) => <LastUse token={token} withAgent />,
  },
  ACTIONS,
];

function Rotate({ token, state, rotatable }: Shown) {
  return rotatable && <RotateLink token={token} due={isDue(state)} />;
}

/** One access token of the account, with its owner. */
export function InventoryRow({
  columns,
  ...props
}: InventoryRowProps & { columns: readonly Column<Shown>[] }) {
  const { token } = props;
  const state = tokenState(token.expiresAt, token.isUserBlocked, useNow());
  return (
    <TableRow className="relative">
      <ColumnCells columns={columns} shown={{ ...props, state }} />
    </TableRow>
  );
}
