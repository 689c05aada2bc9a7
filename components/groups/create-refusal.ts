import { canBegin, type PolicyActor } from "#lib/policy/can.ts";
import { wordsOf } from "#lib/policy/refusals.ts";

/** Why the reader may not create a group; undefined lets them. */
export function createRefusal(actor: PolicyActor): string | undefined {
  const decision = canBegin(actor, "groups.create");
  return decision.allowed ? undefined : wordsOf(decision.refusal).reason;
}
