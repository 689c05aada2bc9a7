import { CollapsibleList } from "#components/ui/collapsible-list.tsx";
import { operationLabel, operationRoute, timesText } from "./usage-labels.ts";
import type { TokenUsage } from "./use-usage.ts";

type UsageOperationsProps = { operations: TokenUsage["by_operation"] };

/** Operations that a token called with their counts, most used first, collapsed if many. */
export function UsageOperations({ operations }: UsageOperationsProps) {
  return (
    <CollapsibleList items={operations} keyOf={({ operation }) => operation}>
      {(called) => (
        <>
          <span className="min-w-0 break-words" title={operationRoute(called)}>
            {operationLabel(called)}
          </span>
          <span className="shrink-0 text-ink tabular-nums">
            {timesText(called.operation, called.count)}
          </span>
        </>
      )}
    </CollapsibleList>
  );
}
