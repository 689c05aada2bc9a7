"use client";

import { useRef, useState } from "react";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/table.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { DeleteTokenDialog } from "./delete-token-dialog.tsx";
import { TokenRow } from "./token-row.tsx";
import { UsageDialog } from "./usage-dialog.tsx";

type TokensTableProps = {
  tokens: readonly TokenView[];
  isOwnerBlocked: boolean;
  readerId: string;
  createRefusal: string | undefined;
  deleteRefusal: string | undefined;
  onReplace: (token: TokenView, trigger: HTMLElement) => void;
  /** Whether the reader may see the events about tokens. */
  seesEvents: boolean;
};

/** Access tokens with their state and use; never their text. */
export function TokensTable({ tokens, seesEvents, ...rowProps }: TokensTableProps) {
  const [deleting, setDeleting] = useState<TokenView | null>(null);
  const [inspecting, setInspecting] = useState<TokenView | null>(null);
  const opener = useRef<HTMLElement>(null);
  const askToDelete = (token: TokenView, trigger: HTMLElement) => {
    opener.current = trigger;
    setDeleting(token);
  };
  const showUse = (token: TokenView, trigger: HTMLElement) => {
    opener.current = trigger;
    setInspecting(token);
  };
  return (
    <>
      <Table>
        <TableHead>
          <TableHeading>Name</TableHeading>
          <TableHeading>Status</TableHeading>
          <TableHeading>Expires</TableHeading>
          <TableHeading className="@max-snug:hidden">Created</TableHeading>
          <TableHeading>Last used</TableHeading>
          <TableHeading className="w-0">
            <span className="sr-only">Actions</span>
          </TableHeading>
        </TableHead>
        <TableBody>
          {tokens.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              {...rowProps}
              onShowUse={showUse}
              onDelete={askToDelete}
            />
          ))}
        </TableBody>
      </Table>
      <UsageDialog
        token={inspecting}
        seesEvents={seesEvents}
        opener={opener}
        onClose={() => setInspecting(null)}
      />
      <DeleteTokenDialog
        token={deleting}
        isOwnerBlocked={rowProps.isOwnerBlocked}
        opener={opener}
        onClose={() => setDeleting(null)}
      />
    </>
  );
}
