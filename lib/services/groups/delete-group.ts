import { Problem } from "#lib/contract/problem.ts";
import type { Tx } from "#lib/db/database.ts";
import type { Actor } from "../context.ts";
import { recordEvent } from "../events/record-event.ts";
import { assertCanBegin } from "../policy.ts";
import { writeAs } from "../write-as.ts";
import { isAllGroup } from "./group-row.ts";

/** NetBird's refusals to delete a group are 400, in its own letter case. */
const refuse = (message: string) => new Problem("invalid_request", message);

/** Deletes a group that nothing refers to (contract 2.11). */
export function deleteGroup(actor: Actor, groupId: string): Promise<void> {
  return writeAs(actor, async (tx, present) => {
    assertCanBegin(present, "groups.delete");
    const group = await tx.group.findFirst({
      where: { id: groupId, accountId: present.accountId },
      select: { id: true, name: true, issued: true },
    });
    if (group === null) throw refuse(`group: ${groupId} not found`);
    if (isAllGroup(group)) throw refuse("deleting group ALL is not allowed");
    if (group.issued === "integration") assertCanBegin(present, "groups.delete_integration");
    await assertUnlinked(tx, present, groupId);
    await tx.group.delete({ where: { id: group.id } });
    await recordEvent(tx, present, {
      code: "group.delete",
      targetId: group.id,
      meta: { name: group.name },
    });
  });
}

/** Invites count too: users who accept them later would get a deleted group. */
async function assertUnlinked(tx: Tx, actor: Actor, groupId: string): Promise<void> {
  if (actor.settings.networkTrafficLogsGroups?.includes(groupId)) {
    throw refuse("group has been linked to settings: traffic event logging");
  }
  const user = await tx.user.findFirst({
    where: { accountId: actor.accountId, memberships: { some: { groupId } } },
    select: { id: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  if (user !== null) throw refuse(`group has been linked to user: ${user.id}`);
  const listed = await tx.protectedService.findFirst({
    where: { accountId: actor.accountId, groups: { some: { groupId } } },
    select: { slug: true },
    orderBy: { createdAt: "asc" },
  });
  if (listed !== null) throw refuse(`group has been linked to protected service: ${listed.slug}`);
  const invites = await tx.invite.findMany({
    where: { accountId: actor.accountId },
    select: { id: true, autoGroups: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  // Only lists of IDs are stored; the two databases cannot query them in the same way.
  const invite = invites.find(({ autoGroups }) => (autoGroups as string[]).includes(groupId));
  if (invite) throw refuse(`group has been linked to user invite: ${invite.id}`);
}
