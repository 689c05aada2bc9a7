import type { Role } from "../contract/fields.ts";
import { grants, MODULES, type Module, VERBS, type Verb } from "./matrix.ts";
import { effectiveGrants, type Scopes } from "./scopes.ts";

/* The roles with which Roost's service users act at a NetBird server: never more than they need. */

/** The roles of a service user at a NetBird server, least first. Owners are people. */
export const UPSTREAM_ROLES = ["user", "network_admin", "admin"] as const satisfies Role[];
export type UpstreamRole = (typeof UPSTREAM_ROLES)[number];

/**
 * What a call needs at the NetBird server; null where any credential will do. Modules of NetBird's
 * cloud are not in the matrix: only admins write there.
 */
export type UpstreamNeed = { module: string; verb: Verb } | null;

const isModule = (name: string): name is Module => (MODULES as readonly string[]).includes(name);

/** Whether a service user with this role may do what a call needs. */
export function upstreamRoleCovers(role: UpstreamRole, need: UpstreamNeed): boolean {
  if (need === null || need.verb === "read") return true;
  const { module, verb } = need;
  if (!isModule(module)) return role === "admin";
  return grants({ role, isServiceUser: true }, module, verb);
}

/** The least role whose service user may do all of these. */
export function upstreamRoleFor(needs: readonly UpstreamNeed[]): UpstreamRole {
  const least = UPSTREAM_ROLES.find((role) =>
    needs.every((need) => upstreamRoleCovers(role, need)),
  );
  return least ?? "admin";
}

/** What the tokens of a service user may do together, as far as it writes. */
export function writesOf(
  holder: { role: Role; isServiceUser: boolean },
  tokens: readonly Scopes[],
): UpstreamNeed[] {
  const rights = tokens.map((scopes) => effectiveGrants({ ...holder, scopes }));
  return MODULES.flatMap((module) =>
    VERBS.filter((verb) => verb !== "read" && rights.some((one) => one[module]?.[verb])).map(
      (verb) => ({ module, verb }),
    ),
  );
}
