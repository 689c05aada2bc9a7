import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { shownGroups } from "./shown-groups.ts";

type NamedGroup = { id: string; name: string };

/**
 * The first groups by name that can be assigned to users, and the group with the ID `also`. Names
 * only, since a group may have thousands of IDs.
 */
export async function nameGroups(actor: Actor, take: number, also?: string): Promise<NamedGroup[]> {
  assertCanBegin(actor, "groups.read");
  const { accountId } = actor;
  const { group } = database().read;
  const select = { id: true, name: true };
  const first = await group.findMany({
    where: { ...shownGroups(accountId), name: { not: ALL_GROUP } },
    select,
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take,
  });
  if (also === undefined || first.some(({ id }) => id === also)) return first;
  return [...first, ...(await group.findMany({ where: { accountId, id: also }, select }))];
}
