"use client";

import { useMemo, useRef, useState } from "react";
import type { Filter } from "#components/list/filter.ts";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoMatch } from "#components/list/no-match.tsx";
import { type PackedRows, unpackRows } from "#components/list/packed-rows.ts";
import { SortHeadings } from "#components/list/sort-headings.tsx";
import { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import { counted } from "#components/ui/counted.ts";
import { Table, TableBody } from "#components/ui/table.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import {
  createRefusalOf,
  InventoryRow,
  inventoryColumns,
  type ListedToken,
} from "./inventory-row.tsx";
import { LazyTokenDialogs } from "./lazy-token-dialogs.tsx";
import { LINKED_FILTERS } from "./linked-filters.ts";
import { RevokeTokensDialog } from "./revoke-tokens-dialog.tsx";
import { RESTRICTED, scopeFilter } from "./rights-filters.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { stateFilter } from "./state-filter.ts";
import type { TokenQuestion } from "./token-cells.tsx";
import { TokenChips } from "./token-chips.tsx";
import type { TokenHolder } from "./token-owner.ts";
import { useSelection } from "./use-selection.ts";

type TokenInventoryProps = {
  tokens: PackedRows<ListedToken>;
  /** Number of tokens on all pages. */
  total: number;
  /** The list's URL without its cursor, for the exports. */
  address: string;
  /** Names of the users and tokens in the URL, by ID. */
  names: Record<string, string>;
  /** IDs of the tokens whose owners the reader may create tokens for. */
  rotatable: readonly string[];
  /** The account's maximum lifetime of new tokens by the kind of their owner, in days. */
  maxDays: { user: number; serviceUser: number };
  reader: { id: string; seesAll: boolean; seesEvents: boolean };
};

const OWNER: Filter = {
  name: "owner_kind",
  label: "Owner",
  options: [
    { value: "user", label: "Users" },
    { value: "service_user", label: "Service users" },
  ],
};

/** A page of the account's access tokens: searched, narrowed, ordered, exported and revoked. */
export function TokenInventory(props: TokenInventoryProps) {
  const { tokens: packed, total, address, names, rotatable, maxDays, reader } = props;
  const tokens = useMemo(() => unpackRows(packed), [packed]);
  const selection = useSelection(tokens);
  const columns = inventoryColumns(selection);
  const state = stateFilter(address);
  const limits = [RESTRICTED, scopeFilter(address)];
  const [revoking, setRevoking] = useState<readonly string[] | null>(null);
  const rows = useRowDialogs<TokenQuestion, ListedToken>();
  const revokeOpener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <ListToolbar
        label={reader.seesAll ? "Search by name, owner or fingerprint" : "Search by name"}
        filters={reader.seesAll ? [state, OWNER, ...limits] : [state, ...limits]}
        more={{ names: LINKED_FILTERS }}
        count={counted(total, "token")}
      />
      <TokenChips names={names} />
      <div className={selection.ids.length > 0 ? "sm:[--table-top:6.75rem]" : ""}>
        <SelectionBar
          opener={revokeOpener}
          selected={selection.ids.length}
          address={address}
          seesEvents={reader.seesEvents}
          onRevoke={() => setRevoking(selection.ids)}
          onClear={selection.clear}
          onSelectAll={selection.toggleAll}
        />
        {tokens.length === 0 ? (
          <NoMatch nouns={["token", "tokens"]} path={PAGES.tokens.path}>
            {isForOne(address)
              ? "Not found, or you don't have access: it may have been revoked."
              : "Try another search or clear filters."}
          </NoMatch>
        ) : (
          <Table>
            <SortHeadings columns={columns} preset="-created_at" />
            <TableBody>
              {tokens.map((token) => (
                <InventoryRow
                  key={token.id}
                  columns={columns}
                  token={token}
                  readerId={reader.id}
                  rotatable={rotatable.includes(token.id)}
                  onAsk={rows.open}
                />
              ))}
            </TableBody>
          </Table>
        )}
      </div>
      <LazyTokenDialogs
        rows={rows}
        holderOf={(token) => holderOf(token, reader.id)}
        createRefusalOf={({ id }) => createRefusalOf(rotatable.includes(id))}
        maxDaysOf={({ isServiceUser }) => maxDays[isServiceUser ? "serviceUser" : "user"]}
        seesEvents={reader.seesEvents}
      />
      <RevokeTokensDialog ids={revoking} opener={revokeOpener} onClose={() => setRevoking(null)} />
    </>
  );
}

const holderOf = (
  token: InventoryView,
  readerId: string,
): TokenHolder & { isBlocked: boolean } => ({
  name: token.userName,
  role: token.userRole,
  isServiceUser: token.isServiceUser,
  isCurrent: token.userId === readerId,
  isBlocked: token.isUserBlocked,
  contact: token.ownerContact,
});

/** Whether the URL asks for one token by its ID, as a link from an event does. */
const isForOne = (address: string) => /[?&]id=/.test(address);
