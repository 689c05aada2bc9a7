"use client";

import { Trash2 } from "lucide-react";
import { useNow } from "#components/ui/clock.tsx";
import { ExplainedButton } from "#components/ui/explained-button.tsx";
import { Status } from "#components/ui/status.tsx";
import { TableCell, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { type TokenState, tokenState } from "./token-state.ts";

type TokenRowProps = {
  token: TokenView;
  readerId: string;
  deleteRefusal: string | undefined;
  onDelete: (token: TokenView, trigger: HTMLElement) => void;
};

/** One access token, its fingerprint below its name. */
export function TokenRow({ token, readerId, deleteRefusal, onDelete }: TokenRowProps) {
  return (
    <TableRow className="relative">
      <TableCell className="w-2/5 max-w-0 @max-cards:w-auto @max-cards:max-w-full @max-cards:pr-10!">
        <span className="grid min-w-0">
          <span className="truncate font-medium" title={token.name}>
            {token.name}
          </span>
          <code className="truncate font-mono text-quiet text-xs">{token.fingerprint}…</code>
        </span>
      </TableCell>
      <TableCell label="Status">
        <ExpiryStatus expiresAt={token.expiresAt} />
      </TableCell>
      <TableCell label="Expires">
        <RelativeTime at={token.expiresAt} />
      </TableCell>
      <TableCell label="Created">
        <span className="grid">
          <RelativeTime at={token.createdAt} />
          <span className="max-w-40 truncate text-quiet text-xs">{creator(token, readerId)}</span>
        </span>
      </TableCell>
      <TableCell label="Last used">
        <LastUse token={token} />
      </TableCell>
      <TableCell className="w-0 text-right @max-cards:absolute @max-cards:w-auto @max-cards:top-2 @max-cards:right-2">
        <ExplainedButton
          variant="quiet-danger"
          size="icon"
          refusal={deleteRefusal}
          aria-label={`Delete access token ${token.name}`}
          data-testid="access-token-delete"
          onClick={(event) => onDelete(token, event.currentTarget)}
        >
          <Trash2 aria-hidden />
        </ExplainedButton>
      </TableCell>
    </TableRow>
  );
}

const STATES: Record<TokenState, { tone: "good" | "soon" | "bad"; word: string }> = {
  active: { tone: "good", word: "Active" },
  soon: { tone: "soon", word: "Expires soon" },
  expired: { tone: "bad", word: "Expired" },
};

function ExpiryStatus({ expiresAt }: { expiresAt: Date }) {
  const { tone, word } = STATES[tokenState(expiresAt, useNow())];
  return <Status tone={tone}>{word}</Status>;
}

function creator(token: TokenView, readerId: string): string {
  if (token.createdBy === readerId) return "by you";
  return token.createdByName === null ? "by a deleted user" : `by ${token.createdByName}`;
}

function LastUse({ token }: { token: TokenView }) {
  if (token.lastUsedAt === null) {
    return <span className="whitespace-nowrap text-quiet">Never used</span>;
  }
  return (
    <span className="grid">
      <RelativeTime at={token.lastUsedAt} />
      {token.lastUsedIp && (
        <span
          className="max-w-40 truncate text-quiet text-xs"
          title={[token.lastUsedIp, token.lastUsedAgent].filter(Boolean).join(", ")}
        >
          from {token.lastUsedIp}
        </span>
      )}
    </span>
  );
}
