import type { UserView } from "#lib/contract/views.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { readUser } from "./read-users.ts";
import { toUserView } from "./user-row.ts";

/** One user. 403 for other users without users.read, 404 for an unknown ID. */
export async function getUser(actor: Actor, userId: string): Promise<UserView> {
  assertCanBegin(actor, "users.get", userId);
  return toUserView(await readUser(actor.accountId, userId), actor.userId);
}
