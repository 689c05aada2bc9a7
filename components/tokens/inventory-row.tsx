import { Trash2 } from "lucide-react";
import Link from "next/link";
import { type Column, ColumnCells } from "#components/list/columns.tsx";
import { RowLink } from "#components/list/row-link.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { CopyableText } from "#components/ui/code-box.tsx";
import { counted } from "#components/ui/counted.ts";
import { TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { WhenHydrated } from "#components/ui/when-hydrated.tsx";
import { userPath } from "#lib/contract/page-paths.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { RotateButton } from "./rotate-button.tsx";
import { ROTATE_ROOM } from "./rotate-variant.ts";
import { rotationRefusal } from "./rotation-refusal.ts";
import { CREATED, CreatedBelow, LastUse, type TokenQuestion, TokenStatus } from "./token-cells.tsx";
import { TokenRowMenu } from "./token-row-menu.tsx";
import { RotationNote } from "./token-secrets.tsx";
import { isDue, type TokenState, tokenState } from "./token-state.ts";
import { UsageButton } from "./usage-button.tsx";
import type { Selection } from "./use-selection.ts";

/** A token of the list with its rights in words. */
export type ListedToken = InventoryView & { rights: string };

type InventoryRowProps = {
  token: ListedToken;
  readerId: string;
  /** Whether the reader may create tokens for its owner. */
  rotatable: boolean;
  onAsk: (question: TokenQuestion, token: ListedToken, trigger: HTMLElement | null) => void;
};

type Shown = InventoryRowProps & { state: TokenState };

const ownerOf = (token: InventoryView) => ({
  id: token.userId,
  isServiceUser: token.isServiceUser,
});

/** Why the reader may not create tokens for the owner of one that is listed. */
export const createRefusalOf = (rotatable: boolean): string | undefined =>
  rotatable ? undefined : "You may not create tokens for this owner.";

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
  className: "select-cell",
  cell: ({ token }) => (
    <WhenHydrated>
      <Checkbox
        aria-label={`Select access token ${named(token)}`}
        checked={selection.has(token.id)}
        onChange={() => selection.toggle(token.id)}
      />
    </WhenHydrated>
  ),
});

const NAME: Column<Shown> = {
  heading: "Name",
  sort: "name",
  bare: true,
  className: "name-cell token-cell",
  cell: ({ token, readerId }) => (
    <span className="cell-lines">
      <RowLink href={userPath(ownerOf(token))} dir="auto" className="cell-text">
        {token.name}
      </RowLink>
      <CopyableText label={`fingerprint of ${token.name}`} text={token.fingerprint} />
      <CreatedBelow token={token} readerId={readerId} />
      {token.scopes !== null && (
        <span className="snug-only">
          <span title={token.rights}>{token.rights}</span>
        </span>
      )}
    </span>
  ),
};

const OWNER: Column<Shown> = {
  heading: "Owner",
  className: "name-cell owner-cell",
  cell: ({ token }) => (
    <span className="cell-lines">
      <Link
        href={userPath(ownerOf(token))}
        prefetch={false}
        dir="auto"
        className="cell-text hover:underline"
      >
        {token.userName || "Unnamed"}
      </Link>
      <span className="cell-note">{token.isServiceUser ? "Service user" : "User"}</span>
    </span>
  ),
};

const RIGHTS: Column<Shown> = {
  heading: "Rights",
  spare: true,
  cell: ({ token }) => {
    // Most tokens: a list of 50 rows would contain the markup of each cell 50 times.
    if (token.scopes === null && token.allowedNetworks === null) return token.rights;
    return (
      <span className="cell-lines min-w-36">
        <span className="line-clamp-2" title={token.rights}>
          {token.rights}
        </span>
        {token.allowedNetworks && (
          <span className="cell-note" title={token.allowedNetworks.join(", ")}>
            {`from ${counted(token.allowedNetworks.length, "network")}`}
          </span>
        )}
      </span>
    );
  },
};

const ACTIONS: Column<Shown> = {
  heading: "Actions",
  actions: "w-24",
  className: "@max-cards:justify-end",
  cell: (shown) => (
    <>
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
      <TokenRowMenu
        token={shown.token}
        name={named(shown.token)}
        createRefusal={createRefusalOf(shown.rotatable)}
        onAsk={(question, trigger) => shown.onAsk(question, shown.token, trigger)}
      />
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
      <span className="cell-lines">
        <TokenStatus state={shown.state} />
        <RelativeTime at={shown.token.expiresAt} className="cell-note" />
        <RotationNote secrets={shown.token.secrets} />
        {isDue(shown.state) && shown.rotatable && (
          <WhenHydrated room={ROTATE_ROOM}>
            <Rotate {...shown} />
          </WhenHydrated>
        )}
      </span>
    ),
  },
  RIGHTS,
  { ...CREATED, sort: "created_at" },
  {
    heading: "Last used",
    sort: "last_used",
    cell: ({ token }) => <LastUse token={token} withAgent />,
  },
  ACTIONS,
];

function Rotate({ token, onAsk }: Shown) {
  return (
    <RotateButton
      name={named(token)}
      refusal={rotationRefusal(token, undefined, useNow())}
      onPress={(trigger) => onAsk("rotate", token, trigger)}
    />
  );
}

/** One access token of the account, with its owner. */
export function InventoryRow({
  columns,
  ...props
}: InventoryRowProps & { columns: readonly Column<Shown>[] }) {
  const { token } = props;
  const state = tokenState(token, token.isUserBlocked, useNow());
  return (
    <TableRow>
      <ColumnCells columns={columns} shown={{ ...props, state }} />
    </TableRow>
  );
}
