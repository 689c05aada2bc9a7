import type { PolicyActor, PolicyChange, PolicyTarget, Subject } from "./conditions.ts";
import type { Refusal } from "./refusals.ts";
import type { Rule } from "./rule.ts";
import { RULES } from "./rules.ts";
import { type Decision, type Requirement, scopesAllow } from "./scopes.ts";

export type { PolicyActor, PolicyChange, PolicyTarget };

export type Action = keyof typeof RULES;
export const ACTIONS = Object.keys(RULES) as Action[];

/** What an action requires of a token's scopes. */
export const scopeOfAction = (action: Action): Requirement => RULES[action].scope;

const ALLOWED: Decision = { allowed: true };
const refuse = (refusal: Refusal): Decision => ({ allowed: false, refusal });

/** Checks the conditions that need only the target's ID, before the target is loaded. */
export function canBegin(actor: PolicyActor, action: Action, targetId = ""): Decision {
  const rule: Rule = RULES[action];
  const refused = rule.beforeLoad.find(([condition]) => condition({ actor, targetId }));
  if (refused) return refuse(refused[1]);
  return scopesAllow(actor.scopes, rule.scope);
}

/** The whole decision. The dashboard calls it too, to explain disabled actions. */
export function can(
  actor: PolicyActor,
  action: Action,
  target: PolicyTarget,
  change?: PolicyChange,
): Decision {
  const begun = canBegin(actor, action, target.id);
  if (!begun.allowed) return begun;
  const rule: Rule = RULES[action];
  const subject: Subject = { actor, targetId: target.id, target, change };
  const refused = rule.afterLoad.find(([condition]) => condition(subject));
  return refused ? refuse(refused[1]) : ALLOWED;
}
