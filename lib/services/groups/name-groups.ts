import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { assertCanBegin } from "../policy.ts";

/**
 * The first groups by name that users can be given, to choose from: their names alone, since a
 * group may hold thousands of ids.
 */
export async function nameGroups(
  actor: Actor,
  take: number,
): Promise<{ id: string; name: string }[]> {
  assertCanBegin(actor, "groups.read");
  return database().read.group.findMany({
    where: { accountId: actor.accountId, name: { not: ALL_GROUP } },
    select: { id: true, name: true },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take,
  });
}
