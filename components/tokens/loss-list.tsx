import { CircleMinus } from "lucide-react";
import { useId } from "react";
import { CollapsibleList } from "#components/ui/collapsible-list.tsx";
import type { Loss } from "#lib/policy/scope-diff.ts";

/** What a token loses, by module: before and after. */
export function LossList({ losses }: { losses: readonly Loss[] }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      data-testid="losses"
      className="grid gap-2 rounded-md bg-sunken px-3 py-2"
    >
      <h3 id={id} className="flex items-center gap-1.5 font-medium">
        {losses.length > 0 && <CircleMinus aria-hidden className="size-4 text-danger" />}
        <span>{losses.length > 0 ? "Loses" : "No rights change."}</span>
      </h3>
      {losses.length > 0 && (
        <CollapsibleList items={losses} keyOf={({ name }) => name}>
          {({ name, before, after }) => (
            <>
              <span className="shrink-0">{name}</span>
              <span className="wrap-anywhere min-w-0 text-right">
                <s className="text-quiet">{before}</s> <span aria-hidden>→</span>{" "}
                <span className="font-medium">{after}</span>
              </span>
            </>
          )}
        </CollapsibleList>
      )}
    </section>
  );
}
