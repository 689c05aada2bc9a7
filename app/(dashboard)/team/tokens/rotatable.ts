import type { InventoryView } from "#lib/contract/views.ts";
import { can, type PolicyActor } from "#lib/policy/can.ts";

/** IDs of the tokens whose owners the actor may create tokens for. */
export function rotatable(actor: PolicyActor, tokens: readonly InventoryView[]): string[] {
  return tokens.filter((token) => mayCreateFor(actor, token)).map(({ id }) => id);
}

function mayCreateFor(actor: PolicyActor, { userId, isServiceUser }: InventoryView): boolean {
  // The rule needs the owner's ID and kind only; the owner's page asks again with the whole user.
  const rest = { role: "user", isBlocked: false, issued: "api" } as const;
  return can(actor, "tokens.create", { id: userId, isServiceUser, ...rest }).allowed;
}
