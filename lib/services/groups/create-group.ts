import { nameKeyOf } from "#lib/contract/name-key.ts";
import type { OperationInput } from "#lib/contract/operations.ts";
import { toWireGroup } from "#lib/contract/to-wire.ts";
import type { GroupView } from "#lib/contract/views.ts";
import { newXid } from "#lib/crypto/xid.ts";
import { assertClaims } from "../claims.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { rememberResult } from "../idempotency.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";
import { assertNameFree, findGroup, toGroupView } from "./group-row.ts";
import { recordMemberChanges } from "./record-member-changes.ts";

type NewGroup = OperationInput<"groups.create">["body"];

/** Creates a group; its peers and resources need not exist (contract 2.11). */
export function createGroup(actor: Actor, wanted: NewGroup): Promise<GroupView> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "groups.create");
    const { accountId } = present;
    await assertNameFree(tx, accountId, wanted.name);
    const id = newXid();
    await tx.group.create({
      data: { id, accountId, ...wanted, nameKey: nameKeyOf(wanted.name), createdAt: new Date() },
    });
    await recordEvent(tx, present, {
      code: "group.add",
      targetId: id,
      meta: { name: wanted.name },
    });
    const nothing = { peers: [], resources: [] };
    await recordMemberChanges(tx, present, { id, ...wanted }, { before: nothing, after: wanted });
    await rememberResult(tx, present, id);
    const group = toGroupView(await findGroup(tx, accountId, id));
    assertClaims(present, toWireGroup(group));
    return group;
  });
}
