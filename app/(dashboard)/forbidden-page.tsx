import { ForbiddenScreen } from "#components/shared/forbidden-screen.tsx";
import { roleName } from "#components/shared/role-labels.ts";
import { userPath } from "#lib/contract/page-paths.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { type Refusal, reasonOf } from "#lib/policy/refusals.ts";

/** The page for a reader without the required right. */
export function Forbidden({ actor, refusal }: { actor: PolicyActor; refusal: Refusal }) {
  return (
    <ForbiddenScreen
      reason={reasonOf(refusal)}
      role={roleName(actor.role)}
      profile={userPath({ id: actor.userId, isServiceUser: false })}
    />
  );
}
