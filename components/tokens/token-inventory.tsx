"use client";

import { useRef, useState } from "react";
import type { Filter } from "#components/list/filter.ts";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoMatch } from "#components/list/no-match.tsx";
import { Table, TableBody } from "#components/ui/table.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { DeleteTokenDialog } from "./delete-token-dialog.tsx";
import { InventoryHead } from "./inventory-head.tsx";
import { InventoryRow } from "./inventory-row.tsx";
import { LINKED_FILTERS } from "./linked-filters.ts";
import { RevokeTokensDialog } from "./revoke-tokens-dialog.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { stateFilter } from "./state-filter.ts";
import { TokenChips } from "./token-chips.tsx";
import { UsageDialog } from "./usage-dialog.tsx";
import { useSelection } from "./use-selection.ts";

type TokenInventoryProps = {
  tokens: readonly InventoryView[];
  /** How many there are on all pages. */
  total: number;
  /** The list's address without its cursor, for the exports. */
  address: string;
  /** The names of the users and tokens that the address names, by id. */
  names: Record<string, string>;
  /** The ids of those whose owners the reader may create tokens for. */
  replaceable: readonly string[];
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
  const { tokens, total, address, names, replaceable, reader } = props;
  const selection = useSelection(tokens);
  const state = stateFilter(address);
  const [revoking, setRevoking] = useState<readonly string[] | null>(null);
  const [deleting, setDeleting] = useState<InventoryView | null>(null);
  const [inspecting, setInspecting] = useState<InventoryView | null>(null);
  const revokeOpener = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLElement>(null);
  const askToDelete = (token: InventoryView, trigger: HTMLElement) => {
    opener.current = trigger;
    setDeleting(token);
  };
  const showUse = (token: InventoryView, trigger: HTMLElement) => {
    opener.current = trigger;
    setInspecting(token);
  };
  return (
    <>
      <ListToolbar
        label={reader.seesAll ? "Search by name, owner or fingerprint" : "Search by name"}
        filters={reader.seesAll ? [state, OWNER] : [state]}
        more={{ names: LINKED_FILTERS }}
        count={`${number.format(total)} ${total === 1 ? "token" : "tokens"}`}
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
              : `Search for another name${reader.seesAll ? ", owner or fingerprint" : ""}, or remove a filter.`}
          </NoMatch>
        ) : (
          <Table>
            <InventoryHead selection={selection} />
            <TableBody>
              {tokens.map((token) => (
                <InventoryRow
                  key={token.id}
                  token={token}
                  readerId={reader.id}
                  replaceable={replaceable.includes(token.id)}
                  selected={selection.has(token.id)}
                  onSelect={() => selection.toggle(token.id)}
                  onShowUse={showUse}
                  onDelete={askToDelete}
                />
              ))}
            </TableBody>
          </Table>
        )}
      </div>
      <UsageDialog
        token={inspecting}
        seesEvents={reader.seesEvents}
        opener={opener}
        onClose={() => setInspecting(null)}
      />
      <DeleteTokenDialog
        token={deleting}
        isOwnerBlocked={deleting?.isUserBlocked ?? false}
        opener={opener}
        onClose={() => setDeleting(null)}
      />
      <RevokeTokensDialog ids={revoking} opener={revokeOpener} onClose={() => setRevoking(null)} />
    </>
  );
}

const number = new Intl.NumberFormat("en");

/** Whether the address asks for one token by its id, as a link from an event does. */
const isForOne = (address: string) => /[?&]id=/.test(address);
