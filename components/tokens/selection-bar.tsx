import { Download } from "lucide-react";
import type { RefObject } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonVariants } from "#components/ui/button-look.ts";
import { ExplainedButton } from "#components/ui/explained-button.tsx";
import { places } from "#lib/contract/places.ts";
import { RevokedLink } from "./revoked-link.tsx";

type SelectionBarProps = {
  opener: RefObject<HTMLButtonElement | null>;
  /** How many tokens are chosen. */
  selected: number;
  address: string;
  /** Whether the reader may see the events of what was revoked. */
  seesEvents: boolean;
  onRevoke: () => void;
  onClear: () => void;
  /** Offered where the rows are cards, which have no heading with a box to tick. */
  onSelectAll: () => void;
};

/** What can be done with the chosen tokens, and the exports of all that the filters leave. */
export function SelectionBar(props: SelectionBarProps) {
  const { opener, selected, address, seesEvents, onRevoke, onClear, onSelectAll } = props;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <ExplainedButton
        ref={opener}
        className={selected > 0 ? "text-danger" : ""}
        refusal={selected > 0 ? undefined : "Select the tokens to revoke first."}
        data-testid="revoke-selected"
        onClick={onRevoke}
      >
        {selected > 0 ? `Revoke ${selected} selected` : "Revoke selected"}
      </ExplainedButton>
      {selected === 0 && (
        <Button variant="quiet" className="sm:hidden" onClick={onSelectAll}>
          Select all
        </Button>
      )}
      {selected > 0 && (
        <Button variant="quiet" onClick={onClear}>
          Clear selection
        </Button>
      )}
      <span className="ml-auto flex flex-wrap items-center justify-end gap-x-3 gap-y-2">
        {seesEvents && <RevokedLink />}
        <span className="flex gap-2">
          {["csv", "json"].map((format) => (
            <a key={format} href={exportHref(address, format)} className={buttonVariants()}>
              <Download aria-hidden />
              {format.toUpperCase()}
              <span className="sr-only"> file of all these tokens</span>
            </a>
          ))}
        </span>
      </span>
    </div>
  );
}

/** The tokens of all pages as a file, with the search, filters and order of the list. */
function exportHref(address: string, format: string): string {
  const asked = new URLSearchParams(address.split("?")[1] ?? "");
  asked.set("format", format);
  return `${places["tokens.export"].replace("GET ", "")}?${asked}`;
}
