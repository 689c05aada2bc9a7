import type { Operation } from "../contract/operation.ts";
import { serviceIn } from "../contract/protected-services.ts";
import {
  type CloudModule,
  grantsByModule,
  isCloudModule,
  MODULES,
  type Module,
  VERBS,
  type Verb,
} from "./matrix.ts";
import type { Refusal } from "./refusals.ts";

/**
 * Scopes of access tokens: `<module>:<verb>`, where `write` is all four verbs. `all` and `all:read`
 * are every module, also of later versions. A scope on a module holds for its dotted children.
 * Scopes outside of NetBird's modules are Roost's own.
 */

/** What an action requires of a token: a verb on a module, or a scope of Roost's own. */
export type Requirement = { module: Module | CloudModule; verb: Verb } | { own: string };

/** `required` is the scope that a token lacks. */
export type Decision =
  | { allowed: true }
  | { allowed: false; refusal: Refusal; required?: Requirement };

/** The scopes of a credential; null stands for the whole role. */
export type Scopes = readonly string[] | null;

/** The scopes of a stored token: sorted and separated by spaces. */
export const scopesIn = (stored: string | null): string[] | null =>
  stored === null ? null : stored.split(" ").filter((scope) => scope !== "");

/** The stored form of scopes: sorted, without repetitions. */
export const storedScopes = (scopes: Scopes): string | null =>
  scopes === null ? null : [...new Set(scopes)].sort().join(" ");

const WILDCARDS = ["all", "all:read"] as const;
const SCOPE_VERBS = [...VERBS, "write"] as const;
const OWN = ["self:update", "introspection:read"] as const;

/** Every scope but those of protected services, in the order of the modules. */
export const KNOWN_SCOPES: readonly string[] = [
  ...WILDCARDS,
  ...MODULES.flatMap((module) => SCOPE_VERBS.map((verb) => `${module}:${verb}`)),
  ...OWN,
];
const known = new Set(KNOWN_SCOPES);

/** Whether this version knows the scope. An unknown one grants nothing. */
export const isScope = (text: string): boolean => known.has(text) || serviceIn(text) !== undefined;

/** Whether it is a scope of Roost's own, outside of NetBird's modules. */
export const isOwnScope = (scope: string): boolean =>
  serviceIn(scope) !== undefined || (OWN as readonly string[]).includes(scope);

/** The name of the narrowest scope that meets a requirement. */
export function scopeOf(required: Requirement): string {
  if ("own" in required) return required.own;
  const { module, verb } = required;
  if (isCloudModule(module)) return verb === "read" ? "all:read" : "all";
  return `${module}:${verb}`;
}

/** The scopes that each meet a requirement. */
function scopesFor(required: Requirement): string[] {
  if ("own" in required) return [required.own];
  const { module, verb } = required;
  const parent = module.split(".")[0];
  const modules = [...new Set([module, parent])];
  return [
    ...modules.flatMap((name) => [`${name}:${verb}`, `${name}:write`]),
    "all",
    ...(verb === "read" ? ["all:read"] : []),
  ];
}

/** Whether scopes meet a requirement. */
export const covers = (scopes: Scopes, required: Requirement): boolean =>
  scopes === null || scopesFor(required).some((scope) => scopes.includes(scope));

/** What an operation requires of a token: nothing, or more than a scope can give. */
export type ScopeRule = Requirement | "none" | "session";

const rules = new Map<string, ScopeRule>();

/** The rule of an operation; throws for one that names no grant of the matrix. */
export function scopeRuleOf({ access, scope }: Pick<Operation, "access" | "scope">): ScopeRule {
  const name = scope ?? access;
  const found = rules.get(name);
  if (found !== undefined) return found;
  const rule = parseRule(name);
  rules.set(name, rule);
  return rule;
}

function parseRule(name: string): ScopeRule {
  if (name === "anyone" || name === "none") return "none";
  if (name === "session") return name;
  if (isOwnScope(name)) return { own: name };
  const module = MODULES.find((one) => name.startsWith(`${one}.`));
  const verb = VERBS.find((one) => name === `${module}.${one}`);
  if (module === undefined || verb === undefined) throw new Error(`no scope for ${name}`);
  return { module, verb };
}

/** The decision on a credential's scopes alone. */
export function scopesAllow(scopes: Scopes, rule: ScopeRule): Decision {
  if (scopes === null || rule === "none") return { allowed: true };
  if (rule === "session") return { allowed: false, refusal: "scoped_token" };
  if (covers(scopes, rule)) return { allowed: true };
  return { allowed: false, refusal: "insufficient_scope", required: rule };
}

/** The rights of a holder's role that its scopes leave, as `/api/users/current` shows them. */
export function effectiveGrants(
  holder: Parameters<typeof grantsByModule>[0] & { scopes: Scopes },
): ReturnType<typeof grantsByModule> {
  const byRole = grantsByModule(holder);
  const { scopes } = holder;
  if (scopes === null) return byRole;
  const left = (module: Module, verb: Verb) =>
    byRole[module]?.[verb] === true && covers(scopes, { module, verb });
  return Object.fromEntries(
    MODULES.map((module) => [
      module,
      {
        create: left(module, "create"),
        read: left(module, "read"),
        update: left(module, "update"),
        delete: left(module, "delete"),
      },
    ]),
  );
}

/** Whether `wide` meets every requirement that `narrow` meets, in later versions too. */
export function isWithin(narrow: Scopes, wide: Scopes): boolean {
  if (wide === null) return true;
  return narrow?.every((scope) => isMetBy(scope, wide)) ?? false;
}

const isMetBy = (scope: string, wide: readonly string[]): boolean =>
  wide.includes(scope) ||
  alternativesTo(scope).every((scopes) => scopes.some((one) => wide.includes(one)));

/** What covers a scope: one of each of these lists. */
export function alternativesTo(scope: string): string[][] {
  if (!isScope(scope) || isOwnScope(scope) || scope === "all") return [[scope]];
  if (scope === "all:read") return [[scope, "all"]];
  const [module, verb] = scope.split(":") as [Module, Verb | "write"];
  const verbs = verb === "write" ? VERBS : [verb];
  return verbs.map((one) => scopesFor({ module, verb: one }));
}
