import type { PolicyActor } from "#lib/policy/can.ts";

/** Only the facts about the reader that the policy needs in the browser. */
export function policyActor(actor: PolicyActor): PolicyActor {
  const { userId, role, isServiceUser, personalTokens } = actor;
  const { inSession, recentProof, managesAccount, scopes, networks } = actor;
  const credential = { inSession, recentProof, managesAccount, scopes, networks };
  return { userId, role, isServiceUser, personalTokens, ...credential };
}
