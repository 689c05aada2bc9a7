import { distance } from "fastest-levenshtein";
import { Problem } from "#lib/contract/problem.ts";
import { serviceIn, serviceScope } from "#lib/contract/protected-services.ts";
import type { ReadClient, Tx } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../context.ts";
import { readServices } from "./service-row.ts";

/**
 * 422 that names each scope of a protected service that does not exist. It
 * suggests the nearest one to those who may list them.
 */
export async function assertServicesExist(
  client: ReadClient | Tx,
  actor: Actor,
  scopes: readonly string[],
): Promise<void> {
  if (!scopes.some((scope) => serviceIn(scope) !== undefined)) return;
  const slugs = (await readServices(client, actor.accountId)).map(({ slug }) => slug);
  const mayList = canBegin(actor, "protected_services.read").allowed;
  const errors = scopes.flatMap((scope, at) => {
    const slug = serviceIn(scope);
    if (slug === undefined || slugs.includes(slug)) return [];
    const [nearest] = slugs.toSorted((one, other) => distance(one, slug) - distance(other, slug));
    const hint = mayList && nearest ? `; the nearest is ${serviceScope(nearest)}` : "";
    return [{ path: `scopes.${at}`, message: `scopes.${at} names no protected service${hint}` }];
  });
  const [first] = errors;
  if (first) throw new Problem("validation_failed", first.message, { errors });
}
