import type { NetBirdOperation } from "../contract/netbird-api.ts";
import {
  forwardedName,
  forwardedRows,
  netbirdName,
  netbirdObjects,
} from "../contract/netbird-objects.ts";
import type { Operation } from "../contract/operation.ts";
import { operations } from "../contract/operations.ts";
import { openedBy, serviceScope } from "../contract/protected-services.ts";
import type { OperationId } from "../contract/routes.ts";
import { rightsFor } from "./forwarded-rights.ts";
import { isCloudModule, type Verb } from "./matrix.ts";
import { type ScopeRule, scopeRuleOf } from "./scopes.ts";

/* What the operations require by which uses of tokens are counted. */

const VERBS: Record<string, Verb> = {
  GET: "read",
  POST: "create",
  PUT: "update",
  DELETE: "delete",
};

/** The right to an operation on objects of a NetBird server, which Roost does not have: as for groups. */
export const netbirdVerb = ({ method }: Pick<NetBirdOperation, "method">): Verb =>
  VERBS[method] ?? "read";

/**
 * Operations that give others rights, which must lie within those of the token (`canMint`,
 * `canGrant`): what they need depends on the request, which is not counted.
 */
export const GIVES_RIGHTS: ReadonlySet<string> = new Set<OperationId>([
  ...(["users.create", "users.update", "users.approve"] as const),
  ...(["invites.create", "invites.regenerate"] as const),
  ...(["tokens.create", "tokens.enable", "tokens.rotate"] as const),
]);

/**
 * `waivesRole` if some callers need no grant of their role, as for what is their own. `also` is a
 * second scope that the operation requires.
 */
export type CountedRule = { rule: ScopeRule; waivesRole: boolean; also?: ScopeRule };

const rules = new Map<string, CountedRule>([
  ...(Object.entries(operations) as [string, Operation][]).map(
    ([id, operation]) =>
      [
        id,
        {
          rule: scopeRuleOf(operation),
          waivesRole: operation.access === "signed-in",
          ...(operation.alsoScope && { also: scopeRuleOf({ access: operation.alsoScope }) }),
        },
      ] as const,
  ),
  ...netbirdObjects.map((row) => {
    const rule = { module: "groups", verb: netbirdVerb(row) } as const;
    return [netbirdName(row), { rule, waivesRole: false }] as const;
  }),
  ...forwardedRows.flatMap(forwardedRule),
]);

/** None for modules that no scope names: no advice can be given on a token that uses them. */
function forwardedRule(row: NetBirdOperation): [string, CountedRule][] {
  const [rule = "none", also] = rightsFor(row);
  if (rule !== "none" && isCloudModule(rule.module)) return [];
  return [[forwardedName(row), { rule, waivesRole: false, ...(also && { also }) }]];
}

/** The rule of a counted operation; undefined for one of a newer version. */
export function countedRule(operation: string): CountedRule | undefined {
  const slug = openedBy(operation);
  if (slug === undefined) return rules.get(operation);
  return { rule: { own: serviceScope(slug) }, waivesRole: true };
}
