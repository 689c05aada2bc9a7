"use client";

import { ColumnHeadings } from "#components/list/columns.tsx";
import { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import { Table, TableBody } from "#components/ui/table.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { NarrowTokenDialog } from "./narrow-token-dialog.tsx";
import { RevokeTokenDialog } from "./revoke-token-dialog.tsx";
import type { TokenQuestion } from "./token-cells.tsx";
import type { TokenOwner } from "./token-owner.ts";
import { TOKEN_COLUMNS, TokenRow } from "./token-row.tsx";
import { UsageDialog } from "./usage-dialog.tsx";

type TokensTableProps = {
  tokens: readonly TokenView[];
  holder: TokenOwner;
  readerId: string;
  createRefusal: string | undefined;
  revokeRefusal: string | undefined;
  onRotate: (token: TokenView, trigger: HTMLElement) => void;
  /** Whether the reader may see the events about tokens. */
  seesEvents: boolean;
};

/** Access tokens with their state and use; never the tokens themselves. */
export function TokensTable(props: TokensTableProps) {
  const { tokens, holder, seesEvents, ...rowProps } = props;
  const { open, itemOf, dialog } = useRowDialogs<TokenQuestion, TokenView>();
  return (
    <>
      <Table>
        <ColumnHeadings columns={TOKEN_COLUMNS} />
        <TableBody>
          {tokens.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              isOwnerBlocked={holder.isBlocked}
              {...rowProps}
              onAsk={open}
            />
          ))}
        </TableBody>
      </Table>
      <UsageDialog
        token={itemOf("use")}
        holder={holder}
        seesEvents={seesEvents}
        onNarrow={(token) => open("narrow", token, dialog.opener.current)}
        {...dialog}
      />
      <NarrowTokenDialog token={itemOf("narrow")} holder={holder} {...dialog} />
      <RevokeTokenDialog token={itemOf("revoke")} isOwnerBlocked={holder.isBlocked} {...dialog} />
    </>
  );
}
