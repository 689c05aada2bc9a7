"use client";

import { Trash2 } from "lucide-react";
import { type Column, ColumnCells, IN_CORNER } from "#components/list/columns.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { Code } from "#components/ui/code.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { WhenHydrated } from "#components/ui/when-hydrated.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { RotateButton } from "./rotate-button.tsx";
import { ROTATE_ROOM } from "./rotate-variant.ts";
import { rotationRefusal } from "./rotation-refusal.ts";
import { CREATED, CreatedBelow, LastUse, type TokenQuestion, TokenStatus } from "./token-cells.tsx";
import { TokenRowMenu } from "./token-row-menu.tsx";
import { RotationNote } from "./token-secrets.tsx";
import { isDue, type TokenState, tokenState } from "./token-state.ts";
import { UsageButton } from "./usage-button.tsx";

type TokenRowProps = {
  token: TokenView;
  isOwnerBlocked: boolean;
  readerId: string;
  createRefusal: string | undefined;
  revokeRefusal: string | undefined;
  onAsk: (question: TokenQuestion, token: TokenView, trigger: HTMLElement | null) => void;
};

type Shown = TokenRowProps & { state: TokenState };

const NAME: Column<Shown> = {
  heading: "Name",
  bare: true,
  className: "name-cell @max-cards:pr-28",
  cell: ({ token, readerId }) => (
    <span className="cell-lines">
      <span dir="auto" className="cell-text font-medium">
        {token.name}
      </span>
      <Code className="cell-note">{`${token.fingerprint}…`}</Code>
      <CreatedBelow token={token} readerId={readerId} />
    </span>
  ),
};

const ACTIONS: Column<Shown> = {
  heading: "Actions",
  actions: "w-24",
  className: IN_CORNER,
  cell: (shown) => (
    <>
      <UsageButton
        name={shown.token.name}
        onPress={(trigger) => shown.onAsk("use", shown.token, trigger)}
      />
      <GuardedButton
        variant="quiet-danger"
        size="icon"
        disabledReason={shown.revokeRefusal}
        aria-label={`Revoke access token ${shown.token.name}`}
        data-testid="access-token-delete"
        onClick={(event) => shown.onAsk("revoke", shown.token, event.currentTarget)}
      >
        <Trash2 aria-hidden />
      </GuardedButton>
      <TokenRowMenu
        token={shown.token}
        name={shown.token.name}
        createRefusal={shown.createRefusal}
        onAsk={(question, trigger) => shown.onAsk(question, shown.token, trigger)}
      />
    </>
  ),
};

/** The columns of one user's access tokens. */
export const TOKEN_COLUMNS: readonly Column<Shown>[] = [
  NAME,
  {
    heading: "Status",
    cell: ({ state, token }) => (
      <span className="cell-lines">
        <TokenStatus state={state} />
        <RotationNote secrets={token.secrets} />
      </span>
    ),
  },
  {
    heading: "Expires",
    cell: (shown) => (
      <span className="cell-lines">
        <RelativeTime at={shown.token.expiresAt} />
        {isDue(shown.state) && (
          <WhenHydrated room={ROTATE_ROOM}>
            <Rotate {...shown} />
          </WhenHydrated>
        )}
      </span>
    ),
  },
  CREATED,
  { heading: "Last used", cell: ({ token }) => <LastUse token={token} /> },
  ACTIONS,
];

function Rotate({ token, createRefusal, onAsk }: Shown) {
  return (
    <RotateButton
      name={token.name}
      refusal={rotationRefusal(token, createRefusal, useNow())}
      onPress={(trigger) => onAsk("rotate", token, trigger)}
    />
  );
}

/** One access token, its fingerprint below its name. */
export function TokenRow(props: TokenRowProps) {
  const state = tokenState(props.token, props.isOwnerBlocked, useNow());
  return (
    <TableRow>
      <ColumnCells columns={TOKEN_COLUMNS} shown={{ ...props, state }} />
    </TableRow>
  );
}
