import { Download } from "lucide-react";
import type { RefObject } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { cn } from "#components/ui/cn.ts";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { routeOf } from "#lib/contract/routes.ts";
import { RevokedLink } from "./revoked-link.tsx";

type SelectionBarProps = {
  opener: RefObject<HTMLButtonElement | null>;
  /** Number of selected tokens. */
  selected: number;
  address: string;
  /** Whether the reader may see the events of revoked tokens. */
  seesEvents: boolean;
  onRevoke: () => void;
  onClear: () => void;
  /** Shown where rows are cards, which have no checkbox in a heading. */
  onSelectAll: () => void;
};

/** Actions on the selected tokens, and exports of all tokens that match. */
export function SelectionBar(props: SelectionBarProps) {
  const { opener, selected, address, seesEvents, onRevoke, onClear, onSelectAll } = props;
  const selecting = selected > 0;
  // The pressed button disappears and would take the focus with it.
  const thenToRevoke = (change: () => void) => () => {
    change();
    opener.current?.focus();
  };
  return (
    <div
      data-selecting={selecting || undefined}
      className={cn("mb-3 flex flex-wrap items-center gap-2", selecting && KEPT_IN_SIGHT)}
    >
      <span className="max-sm:min-h-9 max-sm:w-full">
        <span className={cn("flex flex-wrap items-center gap-2", selecting && BY_THE_THUMB)}>
          <GuardedButton
            ref={opener}
            className={selecting ? "text-danger" : ""}
            disabledReason={selecting ? undefined : "Select tokens first."}
            data-testid="revoke-selected"
            onClick={onRevoke}
          >
            {selecting ? `Revoke ${selected} selected` : "Revoke selected"}
          </GuardedButton>
          {selected === 0 && (
            <Button variant="quiet" className="sm:hidden" onClick={thenToRevoke(onSelectAll)}>
              Select all
            </Button>
          )}
          {selecting && (
            <Button variant="quiet" onClick={thenToRevoke(onClear)}>
              <span>
                Clear<span className="max-sm:sr-only"> selection</span>
              </span>
            </Button>
          )}
        </span>
      </span>
      <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 max-sm:w-full sm:ml-auto">
        {seesEvents && <RevokedLink />}
        <span className="flex gap-2">
          {["csv", "json"].map((format) => (
            <a key={format} href={exportHref(address, format)} className={buttonVariants()}>
              <Download aria-hidden className="max-sm:hidden" />
              {format.toUpperCase()}
              <span className="sr-only"> file of all these tokens</span>
            </a>
          ))}
        </span>
      </span>
    </div>
  );
}

/** Stays visible while scrolling: above the table's head or, where rows are cards, at the bottom. */
const KEPT_IN_SIGHT = "sm:sticky sm:top-14 sm:z-15 sm:-mt-2 sm:mb-1 sm:bg-canvas sm:py-2";
const BY_THE_THUMB =
  "max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-15 max-sm:border-t max-sm:bg-surface max-sm:px-4 max-sm:py-3";

/** The tokens of all pages as a file, with the search, filters and order of the list. */
function exportHref(address: string, format: string): string {
  const asked = new URLSearchParams(address.split("?")[1] ?? "");
  asked.set("format", format);
  // For Excel, which would otherwise misread non-ASCII characters.
  if (format === "csv") asked.set("bom", "1");
  return `${routeOf("tokens.export").path}?${asked}`;
}
