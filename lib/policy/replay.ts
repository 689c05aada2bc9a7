import type { DayUse } from "./advice.ts";
import { countedRule } from "./counted-rules.ts";
import { type Scopes, scopesAllow } from "./scopes.ts";

/** What other scopes would have refused of a token's calls. */
export type Replay = {
  calls: number;
  wouldBeRefused: number;
  /** The operations of these, most calls first. */
  operations: { operation: string; calls: number }[];
  /** Called operations of a newer version, whose scope is not known; not in `wouldBeRefused`. */
  unknownOperations: string[];
};

/** Repeats counted calls, except those that were refused, with these scopes. */
export function replay(uses: readonly DayUse[], scopes: Scopes): Replay {
  const counts = new Map<string, number>();
  for (const { operation, count, refused } of uses) {
    const calls = Math.max(0, count - refused);
    if (calls > 0) counts.set(operation, calls + (counts.get(operation) ?? 0));
  }
  const all = [...counts].map(([operation, calls]) => ({ operation, calls }));
  const operations = all
    .filter(({ operation }) => isRefused(operation, scopes))
    .sort((a, b) => b.calls - a.calls || (a.operation < b.operation ? -1 : 1));
  return {
    calls: totalOf(all),
    wouldBeRefused: totalOf(operations),
    operations,
    unknownOperations: all
      .map(({ operation }) => operation)
      .filter((operation) => countedRule(operation) === undefined),
  };
}

const totalOf = (counts: readonly { calls: number }[]) =>
  counts.reduce((total, { calls }) => total + calls, 0);

function isRefused(operation: string, scopes: Scopes): boolean {
  const known = countedRule(operation);
  return known !== undefined && !scopesAllow(scopes, known.rule).allowed;
}
