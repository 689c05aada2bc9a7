import type { PolicyActor } from "#lib/policy/can.ts";

/** What the browser needs to know of the reader to ask the policy, and nothing more. */
export function policyActor(actor: PolicyActor): PolicyActor {
  const { userId, role, isServiceUser, personalTokens, managesAccount } = actor;
  return { userId, role, isServiceUser, personalTokens, managesAccount };
}
