import { invalid, Problem } from "#lib/contract/problem.ts";
import {
  type Action,
  can,
  canBegin,
  type PolicyActor,
  type PolicyChange,
  type PolicyTarget,
} from "#lib/policy/can.ts";
import type { NetBirdRight } from "#lib/policy/forwarded-rights.ts";
import { grants, isAnyModule, VERBS } from "#lib/policy/matrix.ts";
import { canGrant, canMint, type Granted, type Minted, type Minter } from "#lib/policy/mint.ts";
import { canOpen, type ServiceRequest, type ServiceRules } from "#lib/policy/open-service.ts";
import { answerTo } from "#lib/policy/refusal-answers.ts";
import { covers, type Decision, type ScopeRule, scopeOf, scopesAllow } from "#lib/policy/scopes.ts";

const ALLOWED: Decision = { allowed: true };

/** Throws the refusal of a decision; `prefix` precedes its message. */
export function assertAllowed(decision: Decision, prefix: string): void {
  if (decision.allowed) return;
  const answer = answerTo(decision.refusal);
  const { wire, problem = "forbidden", invalid: path, requiredProof } = answer;
  const isPlain = decision.refusal === "no_permission" || decision.required !== undefined;
  const wrapped = isPlain ? wire : `${prefix}${wire}`;
  if (path !== undefined) throw invalid(path, wrapped);
  const { required } = decision;
  const scopes = required && { requiredScopes: [scopeOf(required)] };
  throw new Problem(problem, wrapped, { ...scopes, requiredProof });
}

/** Throws unless the actor's scopes meet the rule. */
export function assertScope({ scopes }: Pick<PolicyActor, "scopes">, rule: ScopeRule): void {
  assertAllowed(scopesAllow(scopes, rule), "");
}

/** Throws unless role and scopes of the actor give a right on a module of NetBird. */
export function assertRight(actor: PolicyActor, right: NetBirdRight): void {
  const { module, verb } = right;
  assertAllowed(
    grants(actor, module, verb) ? ALLOWED : { allowed: false, refusal: "no_permission" },
    "",
  );
  assertScope(actor, right);
}

/** Whether role and scopes of the actor give every verb on a module of NetBird. */
export const hasWriteOn = (actor: PolicyActor, module: string | null): boolean =>
  module !== null &&
  isAnyModule(module) &&
  VERBS.every((verb) => grants(actor, module, verb) && covers(actor.scopes, { module, verb }));

/** Throws unless the actor may make such a token (`canMint`). */
export function assertCanMint(actor: Minter, minted: Minted): void {
  assertAllowed(canMint(actor, minted), "");
}

/** Throws unless the actor may create or change such users and invites (`canGrant`). */
export function assertCanGrant(actor: PolicyActor, granted: Granted, prefix = ""): void {
  assertAllowed(canGrant(actor, granted), prefix);
}

/** Throws unless the access token may pass the request to the protected service (`canOpen`). */
export function assertCanOpen(service: ServiceRules, request: ServiceRequest): void {
  assertAllowed(canOpen(service, request), "");
}

/** Throws the refusals that need only the target's ID. */
export function assertCanBegin(actor: PolicyActor, action: Action, targetId?: string): void {
  assertAllowed(canBegin(actor, action, targetId), "");
}

/** Throws the refusal of the whole decision; `prefix` precedes its message (contract 2.4). */
export function assertCan(
  actor: PolicyActor,
  action: Action,
  target: PolicyTarget,
  { change, prefix = "" }: { change?: PolicyChange; prefix?: string } = {},
): void {
  assertAllowed(can(actor, action, target, change), prefix);
}
