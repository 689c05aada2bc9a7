import { countOf, operationPlace, operationWords } from "./usage-words.ts";
import type { TokenUsage } from "./use-usage.ts";

const SHOWN = 5;

type UsageOperationsProps = { operations: TokenUsage["by_operation"] };

/** What a token called and how often, the most used first; of many the first ones. */
export function UsageOperations({ operations }: UsageOperationsProps) {
  const more = operations.slice(SHOWN);
  return (
    <div className="grid gap-1">
      <Rows operations={operations.slice(0, SHOWN)} />
      {more.length > 0 && (
        <details>
          <summary className="w-fit rounded-sm text-xs underline-offset-4 hover:underline">
            and {more.length} more
          </summary>
          <Rows operations={more} />
        </details>
      )}
    </div>
  );
}

function Rows({ operations }: UsageOperationsProps) {
  return (
    <ul className="grid gap-1 text-xs">
      {operations.map((called) => (
        <li key={called.operation} className="flex min-w-0 justify-between gap-4">
          <span className="min-w-0 break-words" title={operationPlace(called)}>
            {operationWords(called)}
          </span>
          <span className="shrink-0 text-ink tabular-nums">{countOf(called.count, "call")}</span>
        </li>
      ))}
    </ul>
  );
}
