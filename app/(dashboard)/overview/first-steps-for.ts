import { cookies } from "next/headers";
import { type FirstStep, firstStepsOf } from "#components/overview/first-steps.ts";
import { STEPS_COOKIE } from "#components/overview/steps-cookie.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { userPath } from "#lib/contract/page-paths.ts";
import { canBegin } from "#lib/policy/can.ts";
import { countInvites } from "#lib/services/invites/list-invites.ts";
import { listInventory } from "#lib/services/tokens/list-inventory.ts";
import { countUsers, listUsers } from "#lib/services/users/list-users.ts";

/** The first steps, for readers who may take them and have not dismissed them; null otherwise. */
export async function firstStepsFor(actor: Actor): Promise<FirstStep[] | null> {
  const isHidden = (await cookies()).has(STEPS_COOKIE);
  const may = canBegin(actor, "users.create").allowed && canBegin(actor, "invites.create").allowed;
  if (isHidden || !may) return null;
  const [serviceUsers, people, invites, tokens] = await Promise.all([
    listUsers(actor, { service_user: true, page_size: 1 }),
    countUsers(actor, { service_user: false }),
    countInvites(actor),
    // Tokens of service users only: a personal token, such as one from the setup, does not count.
    listInventory(actor, { owner_kind: "service_user", sort: "-last_used", page_size: 1 }),
  ]);
  const [first] = serviceUsers.items;
  const [lastUsed] = tokens.items;
  return firstStepsOf({
    ...{ serviceUsers: serviceUsers.items.length, people, invites },
    hasToken: lastUsed !== undefined,
    hasUsedToken: lastUsed !== undefined && lastUsed.lastUsedAt !== null,
    firstServiceUser: first && userPath(first),
  });
}
