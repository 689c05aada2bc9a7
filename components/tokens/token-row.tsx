"use client";

import { Trash2 } from "lucide-react";
import { useNow } from "#components/ui/clock.tsx";
import { cn } from "#components/ui/cn.ts";
import { Code } from "#components/ui/code.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { cutInRow, TableCell, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { ReplaceButton } from "./replace-button.tsx";
import { CreatedBelow, Creator, LastUse, TokenStatus } from "./token-cells.tsx";
import { isDue, tokenState } from "./token-state.ts";
import { UsageButton } from "./usage-button.tsx";

type TokenRowProps = {
  token: TokenView;
  isOwnerBlocked: boolean;
  readerId: string;
  createRefusal: string | undefined;
  deleteRefusal: string | undefined;
  onReplace: (token: TokenView, trigger: HTMLElement) => void;
  onShowUse: (token: TokenView, trigger: HTMLElement) => void;
  onDelete: (token: TokenView, trigger: HTMLElement) => void;
};

/** One access token, its fingerprint below its name. */
export function TokenRow(props: TokenRowProps) {
  const { token, isOwnerBlocked, readerId, createRefusal, deleteRefusal } = props;
  const { onReplace, onShowUse, onDelete } = props;
  const state = tokenState(token.expiresAt, isOwnerBlocked, useNow());
  const due = isDue(state);
  const replace = (
    <ReplaceButton
      name={token.name}
      due={due}
      refusal={createRefusal}
      onPress={(trigger) => onReplace(token, trigger)}
    />
  );
  return (
    <TableRow className="relative">
      <TableCell className="w-2/5 max-w-0 @max-cards:w-auto @max-cards:max-w-full @max-cards:pr-28!">
        <span className="grid min-w-0">
          <span dir="auto" className={cn(cutInRow, "text-left font-medium")} title={token.name}>
            {token.name}
          </span>
          <Code className="truncate text-quiet text-xs">{token.fingerprint}…</Code>
          <CreatedBelow token={token} readerId={readerId} />
        </span>
      </TableCell>
      <TableCell label="Status">
        <TokenStatus state={state} />
      </TableCell>
      <TableCell label="Expires">
        <span className="grid">
          <RelativeTime at={token.expiresAt} />
          {due && replace}
        </span>
      </TableCell>
      <TableCell label="Created" className="@max-snug:hidden @max-cards:flex">
        <span className="grid">
          <RelativeTime at={token.createdAt} />
          <Creator token={token} readerId={readerId} />
        </span>
      </TableCell>
      <TableCell label="Last used">
        <LastUse token={token} />
      </TableCell>
      <TableCell className="w-0 whitespace-nowrap text-right @max-cards:absolute @max-cards:w-auto @max-cards:top-2 @max-cards:right-2">
        {!due && replace}
        <UsageButton name={token.name} onPress={(trigger) => onShowUse(token, trigger)} />
        <GuardedButton
          variant="quiet-danger"
          size="icon"
          disabledReason={deleteRefusal}
          aria-label={`Delete access token ${token.name}`}
          data-testid="access-token-delete"
          onClick={(event) => onDelete(token, event.currentTarget)}
        >
          <Trash2 aria-hidden />
        </GuardedButton>
      </TableCell>
    </TableRow>
  );
}
