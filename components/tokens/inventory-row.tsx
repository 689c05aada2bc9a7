import { Trash2 } from "lucide-react";
import Link from "next/link";
import { RowLink } from "#components/list/row-link.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { cn } from "#components/ui/cn.ts";
import { CopyableText } from "#components/ui/code-box.tsx";
import { cutInRow, TableCell, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { userPath } from "#lib/contract/page-paths.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { ReplaceLink } from "./replace-link.tsx";
import { CreatedBelow, Creator, LastUse, TokenStatus } from "./token-cells.tsx";
import { isDue, tokenState } from "./token-state.ts";
import { UsageButton } from "./usage-button.tsx";

type InventoryRowProps = {
  token: InventoryView;
  readerId: string;
  /** Whether the reader may create tokens for its owner. */
  replaceable: boolean;
  selected: boolean;
  onSelect: () => void;
  onShowUse: (token: InventoryView, trigger: HTMLElement) => void;
  onDelete: (token: InventoryView, trigger: HTMLElement) => void;
};

/** One access token of the account, with whom it belongs to. */
export function InventoryRow(props: InventoryRowProps) {
  const { token, readerId, replaceable, selected, onSelect, onShowUse, onDelete } = props;
  const state = tokenState(token.expiresAt, token.isUserBlocked, useNow());
  const due = isDue(state);
  const replace = replaceable && <ReplaceLink token={token} due={due} />;
  const label = `${token.name} of ${token.userName}`;
  const owner = { id: token.userId, isServiceUser: token.isServiceUser };
  return (
    <TableRow className="relative">
      <TableCell className="w-0 @max-cards:absolute @max-cards:top-3 @max-cards:left-3 @max-cards:w-auto">
        <Checkbox
          aria-label={`Select access token ${label}`}
          checked={selected}
          onChange={onSelect}
        />
      </TableCell>
      <TableCell className="w-[26%] max-w-0 @max-snug:w-[30%] @max-cards:w-auto @max-cards:max-w-full @max-cards:pl-8!">
        <span className="grid min-w-0">
          <RowLink
            href={userPath(owner)}
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
      </TableCell>
      <TableCell label="Owner" className="w-[16%] max-w-0 @max-cards:w-auto @max-cards:max-w-full">
        <span className="grid min-w-0">
          <Link
            href={userPath(owner)}
            prefetch={false}
            title={token.userName}
            dir="auto"
            className={cn(
              cutInRow,
              "rounded-sm text-left leading-6 underline-offset-4 hover:underline",
            )}
          >
            {token.userName || "Without a name"}
          </Link>
          <span className="text-quiet text-xs">
            {token.isServiceUser ? "Service user" : "User"}
          </span>
        </span>
      </TableCell>
      <TableCell label="Expires">
        <span className="grid">
          <TokenStatus state={state} />
          <RelativeTime at={token.expiresAt} className="text-quiet text-xs" />
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
        <LastUse token={token} withAgent />
      </TableCell>
      <TableCell className="w-0 whitespace-nowrap text-right @max-cards:w-auto @max-cards:justify-end">
        {!due && replace}
        <UsageButton name={label} onPress={(trigger) => onShowUse(token, trigger)} />
        <Button
          variant="quiet-danger"
          size="icon"
          aria-label={`Delete access token ${label}`}
          data-testid="access-token-delete"
          onClick={(event) => onDelete(token, event.currentTarget)}
        >
          <Trash2 aria-hidden />
        </Button>
      </TableCell>
    </TableRow>
  );
}
