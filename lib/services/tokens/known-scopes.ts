import { distance } from "fastest-levenshtein";
import { invalid, Problem } from "#lib/contract/problem.ts";
import { isScope, KNOWN_SCOPES } from "#lib/policy/scopes.ts";

const nearestTo = (scope: string): string => {
  const [first = "", ...others] = KNOWN_SCOPES;
  return others.reduce(
    (best, one) => (distance(one, scope) < distance(best, scope) ? one : best),
    first,
  );
};

/** 422 for an unknown scope in a filter. */
export function assertKnownScope(scope: string | undefined): void {
  if (scope === undefined || isScope(scope)) return;
  throw invalid("scope", `scope is not a known scope; the nearest is ${nearestTo(scope)}`);
}

/** 422 that names each unknown scope with the known one most like it. */
export function assertKnownScopes(scopes: readonly string[]): void {
  const errors = scopes.flatMap((scope, at) => {
    if (isScope(scope)) return [];
    const message = `scopes.${at} is not a known scope; the nearest is ${nearestTo(scope)}`;
    return [{ path: `scopes.${at}`, message }];
  });
  const [first] = errors;
  if (first) throw new Problem("validation_failed", first.message, { errors });
}
