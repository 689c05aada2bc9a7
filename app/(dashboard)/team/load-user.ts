import { notFound } from "next/navigation";
import { cache } from "react";
import { isProblem } from "#lib/contract/problem.ts";
import type { UserView } from "#lib/contract/views.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Refusal } from "#lib/policy/refusals.ts";
import { getUser } from "#lib/services/users/get-user.ts";
import { requireActor } from "../../current-actor.ts";

/**
 * The actor and the user of a detail page, or the refusal; loaded once per request. An unknown ID
 * is a 404.
 */
export const loadUser = cache(async (userId: string, path: string) => {
  const actor = await requireActor(path);
  const decision = canBegin(actor, "users.get", userId);
  if (!decision.allowed) return { actor, refusal: decision.refusal } satisfies Seen;
  try {
    return { actor, user: await getUser(actor, userId) } satisfies Seen;
  } catch (error) {
    if (isProblem(error) && error.problem === "not_found") notFound();
    throw error;
  }
});

type Actor = Awaited<ReturnType<typeof requireActor>>;
type Seen = { actor: Actor; user: UserView } | { actor: Actor; refusal: Refusal };
