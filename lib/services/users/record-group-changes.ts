import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { autoGroupsOf, type UserRow } from "./user-row.ts";

/** One event per added or removed group, if the account propagates groups (contract 2.4). */
export async function recordGroupChanges(
  tx: Tx,
  actor: Actor,
  target: UserRow,
  after: string[],
): Promise<void> {
  if (!actor.settings.groupsPropagationEnabled) return;
  const before = autoGroupsOf(target);
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  const groups = await tx.group.findMany({
    where: { id: { in: [...added, ...removed] } },
    select: { id: true, name: true },
  });
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? "";
  const record = (code: "user.group.add" | "user.group.delete", id: string) =>
    recordEvent(tx, actor, {
      code,
      targetId: target.id,
      meta: {
        group: nameOf(id),
        group_id: id,
        is_service_user: String(target.isServiceUser),
        user_name: target.name,
      },
    });
  for (const id of new Set(added)) await record("user.group.add", id);
  for (const id of new Set(removed)) await record("user.group.delete", id);
}
