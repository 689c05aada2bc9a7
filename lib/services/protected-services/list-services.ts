import { Problem } from "#lib/contract/problem.ts";
import type { ProtectedServiceView } from "#lib/contract/service-view.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { readServices } from "./service-row.ts";

/** The protected services of the account, by slug. */
export async function listServices(actor: Actor): Promise<ProtectedServiceView[]> {
  assertCanBegin(actor, "protected_services.read");
  return readServices(database().read, actor.accountId);
}

/** One of them; 404 for an unknown ID. */
export async function getService(actor: Actor, serviceId: string): Promise<ProtectedServiceView> {
  assertCanBegin(actor, "protected_services.read");
  return findService(database().read, actor.accountId, serviceId);
}

/** The service of this account, or 404. */
export async function findService(
  client: ReadClient | Tx,
  accountId: string,
  serviceId: string,
): Promise<ProtectedServiceView> {
  const found = (await readServices(client, accountId)).find(({ id }) => id === serviceId);
  if (found === undefined)
    throw new Problem("not_found", `protected service: ${serviceId} not found`);
  return found;
}
