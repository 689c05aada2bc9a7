import {
  type Condition,
  granted,
  type IdCondition,
  inSession,
  managesAccount,
  not,
  recentProof,
} from "./conditions.ts";
import type { Module, Verb } from "./matrix.ts";
import type { Refusal } from "./refusals.ts";
import type { Requirement } from "./scopes.ts";

/** When an action is refused, and why. */
export type Rule = {
  /** What a token's scopes must meet. No condition waives it, not even `self`. */
  scope: Requirement;
  /** Checked before the target is loaded; the first true condition refuses. */
  beforeLoad: readonly (readonly [IdCondition, Refusal])[];
  /** Checked after the target is loaded, in the order of the wire contract. */
  afterLoad: readonly (readonly [Condition, Refusal])[];
};

/** Refuses access tokens. Last in a rule: refusals by role come first. */
export const SESSION_ONLY = [not(managesAccount), "session_required"] as const;

/** The same, whatever the account allows tokens. */
export const ALWAYS_SESSION_ONLY = [not(inSession), "always_session"] as const;

/** Refuses a session whose password was not entered for a while. Last, so that it is entered once. */
export const RECENT_PROOF = [not(recentProof), "proof_required"] as const;

/** A rule that requires only a grant of the matrix. */
export const needs = (module: Module, verb: Verb): Rule => ({
  scope: { module, verb },
  beforeLoad: [[not(granted(module, verb)), "no_permission"]],
  afterLoad: [],
});
