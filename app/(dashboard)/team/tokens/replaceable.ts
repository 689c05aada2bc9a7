import type { InventoryView } from "#lib/contract/views.ts";
import { can, type PolicyActor } from "#lib/policy/can.ts";

/** The ids of the tokens whose owners the actor may create tokens for. */
export function replaceable(actor: PolicyActor, tokens: readonly InventoryView[]): string[] {
  return tokens.filter((token) => mayCreateFor(actor, token)).map(({ id }) => id);
}

function mayCreateFor(actor: PolicyActor, { userId, isServiceUser }: InventoryView): boolean {
  // Creation asks whose the token is and of which kind; the owner's page asks with all there is.
  const rest = { role: "user", isBlocked: false, issued: "api" } as const;
  return can(actor, "tokens.create", { id: userId, isServiceUser, ...rest }).allowed;
}
