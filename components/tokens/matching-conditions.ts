import type { OperationAnswer, OperationBody } from "#lib/contract/operations.ts";
import type { PersonRef } from "#lib/contract/views.ts";

export type MatchFilter = OperationBody<"tokens.revocations.start">["filter"];
export type MatchPreview = OperationAnswer<"tokens.revocations.start">;
export type RevocationProgress = OperationAnswer<"tokens.revocations.get">;

/** The conditions as entered; empty ones do not apply. */
export type Conditions = {
  all: boolean;
  owner: PersonRef | null;
  creator: PersonRef | null;
  unusedDays: string;
  lastUsedFrom: string;
  usedFrom: string;
};

export const EMPTY_CONDITIONS: Conditions = {
  ...{ all: false, owner: null, creator: null },
  ...{ unusedDays: "", lastUsedFrom: "", usedFrom: "" },
};

/** The filter of the API. What is not a number of days stays invalid: the server names the field. */
export function filterOf(conditions: Conditions): MatchFilter {
  const { all, owner, creator, unusedDays, lastUsedFrom, usedFrom } = conditions;
  if (all) return { all: true };
  const days = unusedDays.trim();
  return {
    ...(owner && { user_id: owner.id }),
    ...(creator && { created_by: creator.id }),
    ...(days !== "" && { unused_for_days: /^\d+$/.test(days) ? Number(days) : 0 }),
    ...(lastUsedFrom.trim() !== "" && { last_used_from: lastUsedFrom.trim() }),
    ...(usedFrom.trim() !== "" && { used_from: usedFrom.trim() }),
  };
}
