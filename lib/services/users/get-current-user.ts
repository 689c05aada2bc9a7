import { Problem } from "#lib/contract/problem.ts";
import type { UserView } from "#lib/contract/views.ts";
import { effectiveGrants } from "#lib/policy/scopes.ts";
import type { Actor } from "../context.ts";
import { readUser } from "./read-users.ts";
import { toUserView } from "./user-row.ts";

export type CurrentUserView = UserView & {
  permissions: { isRestricted: boolean; modules: ReturnType<typeof effectiveGrants> };
};

/** The caller with the rights of their role and credential. 403 for service users (contract 2.6). */
export async function getCurrentUser(actor: Actor): Promise<CurrentUserView> {
  if (actor.isServiceUser) throw new Problem("forbidden", "permission denied");
  const row = await readUser(actor.accountId, actor.userId);
  const isRegular = actor.role === "user" || actor.role === "billing_admin";
  return {
    ...toUserView(row, actor.userId),
    permissions: {
      isRestricted: isRegular && actor.settings.regularUsersViewBlocked,
      modules: effectiveGrants(actor),
    },
  };
}
