import { cookies } from "next/headers";
import { type FirstStep, firstStepsOf } from "#components/overview/first-steps.ts";
import { STEPS_COOKIE } from "#components/overview/steps-cookie.ts";
import { userPath } from "#components/users/user-paths.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { canBegin } from "#lib/policy/can.ts";
import { countInvites } from "#lib/services/invites/list-invites.ts";
import { countInventory } from "#lib/services/tokens/list-inventory.ts";
import { countUsers, listUsers } from "#lib/services/users/list-users.ts";

/** What is left of the first steps, for those who may take them and have not put them away. */
export async function firstStepsFor(actor: Actor): Promise<FirstStep[] | null> {
  const isHidden = (await cookies()).has(STEPS_COOKIE);
  const may = canBegin(actor, "users.create").allowed && canBegin(actor, "invites.create").allowed;
  if (isHidden || !may) return null;
  const [serviceUsers, people, invites, tokens, neverUsed] = await Promise.all([
    listUsers(actor, { service_user: true, page_size: 1 }),
    countUsers(actor, { service_user: false }),
    countInvites(actor),
    countInventory(actor),
    countInventory(actor, { state: "never_used" }),
  ]);
  const [first] = serviceUsers.items;
  return firstStepsOf({
    ...{ serviceUsers: serviceUsers.items.length, people, invites, tokens },
    usedTokens: tokens - neverUsed,
    firstServiceUser: first && userPath(first),
  });
}
