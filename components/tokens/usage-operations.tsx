import { CollapsibleList } from "#components/ui/collapsible-list.tsx";
import { counted } from "#components/ui/counted.ts";
import { operationLabel, operationRoute } from "./usage-labels.ts";
import type { TokenUsage } from "./use-usage.ts";

type UsageOperationsProps = { operations: TokenUsage["by_operation"] };

/** What a token called and how often, the most used first; of many the first ones. */
export function UsageOperations({ operations }: UsageOperationsProps) {
  return (
    <CollapsibleList items={operations} keyOf={({ operation }) => operation}>
      {(called) => (
        <>
          <span className="min-w-0 break-words" title={operationRoute(called)}>
            {operationLabel(called)}
          </span>
          <span className="shrink-0 text-ink tabular-nums">{counted(called.count, "call")}</span>
        </>
      )}
    </CollapsibleList>
  );
}
