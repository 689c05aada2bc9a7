import type { ReadClient, Tx } from "#lib/db/database.ts";
import { canLetOpen, type Opener } from "#lib/policy/let-open.ts";
import type { Actor } from "../context.ts";
import { assertAllowed } from "../policy.ts";
import { readServices } from "./service-row.ts";

/**
 * Throws where a token with scopes would let a user open a protected service that it may not open
 * itself. `before` is null for a person, and for a service user who is blocked.
 */
export async function assertCanLetOpen(
  client: ReadClient | Tx,
  { accountId, scopes }: Pick<Actor, "accountId" | "scopes">,
  change: { before: Opener; after: Opener },
): Promise<void> {
  if (scopes === null || change.after === null) return;
  const services = await readServices(client, accountId);
  assertAllowed(canLetOpen(scopes, services, change), "");
}
