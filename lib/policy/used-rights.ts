import { serviceIn } from "../contract/protected-services.ts";
import { countedRule } from "./counted-rules.ts";
import { grants, MODULES, VERBS, type Verb } from "./matrix.ts";
import {
  covers,
  effectiveGrants,
  type Requirement,
  type ScopeRule,
  type Scopes,
} from "./scopes.ts";

/* Rights that a token has and uses: modules with `read` or `write`, such as `groups:read`. */

/** The role of a token's owner with the token's scopes. */
export type RightsHolder = Parameters<typeof grants>[0] & { scopes: Scopes };

const rightOf = (module: string, verb: Verb) => `${module}:${verb === "read" ? "read" : "write"}`;

const ALL_RIGHTS = MODULES.flatMap((module) => [`${module}:read`, `${module}:write`]);

/** The same rights once each, in the order of the modules. */
export function inOrder(rights: Iterable<string>): string[] {
  const given = new Set(rights);
  return ALL_RIGHTS.filter((one) => given.has(one));
}

/** The rights of a token by its role and scopes. */
export function heldRights(holder: RightsHolder): string[] {
  const granted = effectiveGrants(holder);
  return inOrder(
    MODULES.flatMap((module) =>
      VERBS.filter((verb) => granted[module]?.[verb]).map((verb) => rightOf(module, verb)),
    ),
  );
}

/** What operations that a token carried out require, as far as it still has it. */
export function neededBy(holder: RightsHolder, operations: readonly string[]): Requirement[] {
  return operations.flatMap((operation) => {
    const { rule, waivesRole = false, also } = countedRule(operation) ?? {};
    return [...held(holder, rule, waivesRole), ...held(holder, also)];
  });
}

function held(holder: RightsHolder, rule: ScopeRule = "none", waivesRole = false): Requirement[] {
  if (typeof rule === "string") return [];
  if ("own" in rule && serviceIn(rule.own) !== undefined) return [heldForService(holder, rule)];
  if (!covers(holder.scopes, rule)) return [];
  return "own" in rule || waivesRole || grants(holder, rule.module, rule.verb) ? [rule] : [];
}

/** A service that a token opened by a scope for reading would open wider by its own scope. */
const heldForService = ({ scopes }: RightsHolder, rule: { own: string }): Requirement =>
  scopes?.includes("all:read") && !scopes.some((one) => one === rule.own || one === "all")
    ? { own: "all:read" }
    : rule;

/** The rights among these requirements. */
export const rightsOf = (needed: readonly Requirement[]): string[] =>
  inOrder(needed.flatMap((one) => ("own" in one ? [] : [rightOf(one.module, one.verb)])));
