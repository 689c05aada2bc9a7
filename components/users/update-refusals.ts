import { PERSON_ROLES, SERVICE_USER_ROLES } from "#components/shared/role-labels.ts";
import type { UserView } from "#lib/contract/views.ts";
import { can, type PolicyActor, type PolicyChange } from "#lib/policy/can.ts";
import { reasonOf } from "#lib/policy/refusals.ts";

type UpdatedUser = Pick<UserView, "id" | "role" | "isServiceUser" | "isBlocked" | "issued">;

function refusalOf(
  actor: PolicyActor,
  user: UpdatedUser,
  change: PolicyChange,
): string | undefined {
  const decision = can(actor, "users.update", user, change);
  return decision.allowed ? undefined : reasonOf(decision.refusal);
}

/** Why the reader may not change a user; undefined allows it. */
export const updateRefusal = (actor: PolicyActor, user: UpdatedUser): string | undefined =>
  refusalOf(actor, user, { role: user.role, isBlocked: user.isBlocked });

/** Why the reader may not block a user, or unblock a blocked one. */
export const blockRefusal = (actor: PolicyActor, user: UpdatedUser): string | undefined =>
  refusalOf(actor, user, { role: user.role, isBlocked: !user.isBlocked });

/** The roles that the user can have, each with the reason why the reader may not assign it. */
export function roleChoices(actor: PolicyActor, user: UpdatedUser) {
  return (user.isServiceUser ? SERVICE_USER_ROLES : PERSON_ROLES).map((choice) => {
    const change = { role: choice.role, isBlocked: user.isBlocked };
    return { ...choice, refusal: refusalOf(actor, user, change) };
  });
}
