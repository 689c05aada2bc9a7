import { Problem } from "#lib/contract/problem.ts";
import type { Tx } from "#lib/db/database.ts";
import { isAllGroup } from "../groups/group-row.ts";
import { shownGroups } from "../groups/shown-groups.ts";

/** 422 that names each group that does not exist, or that no user can have. */
export async function assertGroupsListable(
  tx: Tx,
  accountId: string,
  wanted: readonly string[],
): Promise<void> {
  const found = await tx.group.findMany({
    where: { ...shownGroups(accountId), id: { in: [...wanted] } },
    select: { id: true, name: true },
  });
  const names = new Map(found.map(({ id, name }) => [id, name]));
  const errors = wanted.flatMap((id, at) => {
    const [path, name] = [`groups.${at}`, names.get(id)];
    if (name === undefined) return [{ path, message: `${path} is not a group of this account` }];
    if (!isAllGroup({ name })) return [];
    return [{ path, message: `${path} is the group All, which no user has: use [] for everyone` }];
  });
  const [first] = errors;
  if (first) throw new Problem("validation_failed", first.message, { errors });
}
