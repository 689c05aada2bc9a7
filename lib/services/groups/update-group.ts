import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { invalid } from "#lib/contract/problem.ts";
import { toWireGroup } from "#lib/contract/to-wire.ts";
import type { GroupView } from "#lib/contract/views.ts";
import { database, type ReadClient, type Tx } from "#lib/db/database.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { assertNewName } from "../new-name.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";
import { assertNameFree, findGroup, type GroupRow, isAllGroup, toGroupView } from "./group-row.ts";
import { recordMemberChanges } from "./record-member-changes.ts";

type GroupUpdate = OperationInput<"groups.update">["body"];

async function findChangeable(
  client: ReadClient | Tx,
  actor: Actor,
  groupId: string,
): Promise<GroupRow> {
  assertCanBegin(actor, "groups.find");
  const group = await findGroup(client, actor.accountId, groupId);
  if (isAllGroup(group)) throw invalid("groupId", "updating group all is not allowed");
  return group;
}

/** The checks before the body is read, by contract: 403, 404, and 422 for the group `All`. */
export async function assertGroupChangeable(actor: Actor, groupId: string): Promise<void> {
  await findChangeable(database().read, actor, groupId);
}

/**
 * Replaces name, peers and resources (contract 2.11). The name of another group is allowed, except
 * `All`: a second one could be neither changed nor deleted.
 */
export function updateGroup(
  actor: Actor,
  groupId: string,
  wanted: GroupUpdate,
): Promise<GroupView> {
  return writeAs(actor, async (tx, present) => {
    const group = await findChangeable(tx, present, groupId);
    assertCanBegin(present, "groups.update");
    assertNewName(wanted.name, group.name);
    if (isAllGroup(wanted)) await assertNameFree(tx, present.accountId, wanted.name);
    await tx.group.update({
      where: { id: group.id },
      data: { ...wanted, nameKey: nameKeyOf(wanted.name) },
    });
    if (wanted.name !== group.name) {
      await recordEvent(tx, present, {
        code: "group.update",
        targetId: group.id,
        meta: { old_name: group.name, new_name: wanted.name },
      });
    }
    const changed = { id: group.id, name: wanted.name };
    const before = toGroupView(group);
    await recordMemberChanges(tx, present, changed, { before, after: wanted });
    const updated = toGroupView(await findGroup(tx, present.accountId, groupId));
    assertClaims(present, toWireGroup(updated), toWireGroup(before));
    return updated;
  });
}
