import { serviceScope } from "#lib/contract/protected-services.ts";
import type { Tx } from "#lib/db/database.ts";
import { can } from "#lib/policy/can.ts";
import { scopesOpen } from "#lib/policy/open-service.ts";
import type { Scopes } from "#lib/policy/scopes.ts";
import type { Actor } from "../context.ts";
import { toPolicyTarget, type UserRow } from "../users/user-row.ts";
import { readServices } from "./service-row.ts";

/**
 * The scopes of services that a token of the owner may get in place of wider ones: of those that
 * accept it as it is, which may end, and only by an actor who could create it with the scope.
 */
export async function servicesToName(
  tx: Tx,
  actor: Actor,
  owner: UserRow,
  held: Scopes,
): Promise<string[]> {
  if (!can(actor, "tokens.create", toPolicyTarget(owner)).allowed) return [];
  const services = await readServices(tx, actor.accountId);
  return services
    .filter((service) => scopesOpen(service, { scopes: held, method: undefined }))
    .map(({ slug }) => serviceScope(slug))
    .filter((scope) => actor.scopes === null || actor.scopes.includes(scope));
}
