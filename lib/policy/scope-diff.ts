import { moduleName } from "./module-names.ts";
import { ROTATES_ITSELF } from "./scope-choices.ts";
import { isOwnScope, isWithin, type Scopes } from "./scopes.ts";
import { type Holder, rightsText, tokenRights } from "./token-rights.ts";

/* What a token loses when it is narrowed, for users to read. */

/** The rights on a module, or of one scope of Roost's own, before and after. */
export type Loss = { name: string; before: string; after: string };

const NOTHING = "nothing";

/** Scopes that also cover what later versions add. */
const LATER = ["all", "all:read"];

/**
 * The rights that scopes within others give up, by module: those that the role allows. Rights on
 * what later versions add come last.
 */
export function lossesOf(before: Scopes, after: Scopes, holder: Holder): Loss[] {
  const left = new Map(
    tokenRights(after, holder).map(({ module, effective }) => [module, effective]),
  );
  const ofModules = tokenRights(before, holder).flatMap(({ module, effective }): Loss[] => {
    const remaining = left.get(module) ?? [];
    if (remaining.length === effective.length) return [];
    const name = moduleName(module);
    return [{ name, before: rightsText(effective), after: rightsText(remaining) }];
  });
  const own = (before ?? [ROTATES_ITSELF]).filter(
    (scope) => isOwnScope(scope) && !isWithin([scope], after),
  );
  const ofOwn = own.map((scope) => {
    const name = scope === ROTATES_ITSELF ? "Self-rotation" : scope;
    return { name, before: "allowed", after: NOTHING };
  });
  return [...ofModules, ...ofOwn, ...laterLoss(before, after)];
}

function laterLoss(before: Scopes, after: Scopes): Loss[] {
  const [words, left] = [laterWords(before), laterWords(after)];
  return words === left ? [] : [{ name: "Later versions", before: words, after: left }];
}

function laterWords(scopes: Scopes): string {
  if (isWithin(["all"], scopes)) return "everything new";
  return LATER.some((scope) => isWithin([scope], scopes)) ? "read what is new" : NOTHING;
}
