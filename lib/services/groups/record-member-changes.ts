import type { ActivityCode } from "#lib/contract/activities.ts";
import type { GroupView } from "#lib/contract/views.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";

type Members = Pick<GroupView, "peers" | "resources">;

/** Most members that an event names; a group may have ten thousand. */
const NAMED = 50;

const without = (list: string[], others: string[]): string[] => {
  const known = new Set(others);
  return [...new Set(list)].filter((id) => !known.has(id));
};

/**
 * Records the peers and resources that were added to or removed from a group: one event per kind,
 * with the group as target. NetBird writes one per peer, but Roost knows only the peers' IDs.
 */
export async function recordMemberChanges(
  tx: Tx,
  actor: Actor,
  group: { id: string; name: string },
  { before, after }: { before: Members; after: Members },
): Promise<void> {
  const record = async (code: ActivityCode, ids: string[]) => {
    if (ids.length === 0) return;
    const named = ids.slice(0, NAMED).join(",");
    await recordEvent(tx, actor, {
      code,
      targetId: group.id,
      meta: { group: group.name, group_id: group.id, count: String(ids.length), ids: named },
    });
  };
  const resources = (members: Members) => members.resources.map(({ id }) => id);
  await record("peer.group.add", without(after.peers, before.peers));
  await record("peer.group.delete", without(before.peers, after.peers));
  await record("resource.group.add", without(resources(after), resources(before)));
  await record("resource.group.delete", without(resources(before), resources(after)));
}
