import { CircleCheck, TriangleAlert } from "lucide-react";
import { sentence } from "#components/shared/sentence.ts";
import { CollapsibleList } from "#components/ui/collapsible-list.tsx";
import { counted, numberText, wordFor } from "#components/ui/counted.ts";
import type { OperationAnswer } from "#lib/contract/operations.ts";
import { PendingUsage } from "./usage-boundary.tsx";
import { operationLabel, operationRoute, timesText } from "./usage-labels.ts";
import type { DryRun } from "./use-dry-run.ts";

type Check = NonNullable<OperationAnswer<"tokens.advice">["check"]>;

/** The answer of a dry run, also to screen readers. */
export function ScopeCheck({ run }: { run: DryRun }) {
  return (
    <div role="status" data-testid="scope-check">
      {run === "pending" ? (
        <PendingUsage />
      ) : "failure" in run ? (
        <p className="text-soon">Could not check past calls. {sentence(run.failure.message)}</p>
      ) : (
        run.data.check && <CheckedCalls check={run.data.check} />
      )}
    </div>
  );
}

/** What scopes would have refused of a token's calls. */
export function CheckedCalls({ check }: { check: Check }) {
  const { calls, days, would_be_refused: refused, operations } = check;
  const { uncertain = [], unknown_operations = [] } = check;
  if (calls === 0) return <p>No calls in {days} days to check.</p>;
  const Icon = refused > 0 ? TriangleAlert : CircleCheck;
  return (
    <div className="grid gap-2">
      <p className="flex gap-1.5">
        <Icon
          aria-hidden
          className={`mt-0.5 size-4 shrink-0 ${refused > 0 ? "text-soon-mark" : "text-accent"}`}
        />
        <span>
          <span className="font-medium">
            {numberText(refused)} of {counted(calls, "call")}
          </span>{" "}
          in {days} days would have been refused{refused > 0 ? ":" : "."}
        </span>
      </p>
      {refused > 0 && <CalledOperations operations={operations} />}
      {uncertain.length > 0 && (
        <>
          <p>These may be refused: they give rights, which must lie within those of the token.</p>
          <CalledOperations operations={uncertain} />
        </>
      )}
      {unknown_operations.length > 0 && (
        <p className="text-quiet text-xs">
          Not checked: {counted(unknown_operations.length, "operation")} of{" "}
          {wordFor(unknown_operations.length, "a newer version", "newer versions")}.
        </p>
      )}
    </div>
  );
}

function CalledOperations({ operations }: Pick<Check, "operations">) {
  return (
    <CollapsibleList items={operations} keyOf={({ operation }) => operation}>
      {(called) => (
        <>
          <span className="min-w-0 break-words" title={operationRoute(called)}>
            {operationLabel(called)}
          </span>
          <span className="shrink-0 tabular-nums">{timesText(called.operation, called.calls)}</span>
        </>
      )}
    </CollapsibleList>
  );
}
