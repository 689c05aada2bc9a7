import type { DayUse } from "./advice.ts";
import { countedRule, GIVES_RIGHTS } from "./counted-rules.ts";
import { isWithin, type Scopes, scopesAllow } from "./scopes.ts";

type CalledOperation = { operation: string; calls: number };

/** What other scopes would have refused of a token's calls. */
export type Replay = {
  calls: number;
  wouldBeRefused: number;
  /** The operations of these, most calls first. */
  operations: CalledOperation[];
  /** The operations that may be refused, by what their requests were about. */
  uncertain: CalledOperation[];
  /** Called operations of a newer version, whose scope is not known; not in `wouldBeRefused`. */
  unknownOperations: string[];
};

/** Repeats counted calls of a token, except those that were refused, with these scopes. */
export function replay(uses: readonly DayUse[], scopes: Scopes, held: Scopes): Replay {
  const counts = new Map<string, number>();
  for (const { operation, count, refused } of uses) {
    const calls = Math.max(0, count - refused);
    if (calls > 0) counts.set(operation, calls + (counts.get(operation) ?? 0));
  }
  const all = [...counts].map(([operation, calls]) => ({ operation, calls }));
  all.sort((a, b) => b.calls - a.calls || (a.operation < b.operation ? -1 : 1));
  const operations = all.filter(({ operation }) => isRefused(operation, scopes));
  const narrower = held === null || !isWithin(held, scopes);
  return {
    calls: totalOf(all),
    wouldBeRefused: totalOf(operations),
    operations,
    uncertain: all.filter(
      (one) => narrower && !operations.includes(one) && GIVES_RIGHTS.has(one.operation),
    ),
    unknownOperations: all
      .map(({ operation }) => operation)
      .filter((operation) => countedRule(operation) === undefined),
  };
}

const totalOf = (counts: readonly { calls: number }[]) =>
  counts.reduce((total, { calls }) => total + calls, 0);

function isRefused(operation: string, scopes: Scopes): boolean {
  const known = countedRule(operation);
  if (known === undefined) return false;
  const { rule, also = "none" } = known;
  return [rule, also].some((one) => !scopesAllow(scopes, one).allowed);
}
