import { invalid, Problem } from "#lib/contract/problem.ts";
import {
  type Action,
  can,
  canBegin,
  type Decision,
  type PolicyActor,
  type PolicyChange,
  type PolicyTarget,
} from "#lib/policy/can.ts";
import { wordsOf } from "#lib/policy/refusals.ts";

function assertAllowed(decision: Decision, prefix: string): void {
  if (decision.allowed) return;
  const { wire, problem = "forbidden", invalid: path } = wordsOf(decision.refusal);
  const wrapped = decision.refusal === "no_permission" ? wire : `${prefix}${wire}`;
  throw path === undefined ? new Problem(problem, wrapped) : invalid(path, wrapped);
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
