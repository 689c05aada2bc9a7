"use client";

import { ColumnHeadings } from "#components/list/columns.tsx";
import { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import { Table, TableBody } from "#components/ui/table.tsx";
import type { TokenView } from "#lib/contract/views.ts";
import { LazyTokenDialogs } from "./lazy-token-dialogs.tsx";
import type { TokenQuestion } from "./token-cells.tsx";
import type { TokenOwner } from "./token-owner.ts";
import { TOKEN_COLUMNS, TokenRow } from "./token-row.tsx";

type TokensTableProps = {
  tokens: readonly TokenView[];
  holder: TokenOwner;
  readerId: string;
  createRefusal: string | undefined;
  revokeRefusal: string | undefined;
  /** The account's maximum lifetime of new tokens, in days. */
  maxDays: number;
  /** Whether the reader may see the events about tokens. */
  seesEvents: boolean;
};

/** Access tokens with their state and use; never the tokens themselves. */
export function TokensTable(props: TokensTableProps) {
  const { tokens, holder, seesEvents, maxDays, ...rowProps } = props;
  const rows = useRowDialogs<TokenQuestion, TokenView>();
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
              onAsk={rows.open}
            />
          ))}
        </TableBody>
      </Table>
      <LazyTokenDialogs
        rows={rows}
        holderOf={() => holder}
        createRefusalOf={() => rowProps.createRefusal}
        maxDaysOf={() => maxDays}
        seesEvents={seesEvents}
      />
    </>
  );
}
