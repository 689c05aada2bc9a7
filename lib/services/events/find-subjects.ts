import type { EventSubject } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import type { Actor } from "../actor.ts";
import { assertCanBegin } from "../policy.ts";

/** Which of these ids are users and groups that still exist. */
export async function findSubjects(actor: Actor, ids: string[]): Promise<EventSubject[]> {
  assertCanBegin(actor, "events.list");
  const { read } = database();
  const where = { accountId: actor.accountId, id: { in: [...new Set(ids)] } };
  const [users, groups] = await Promise.all([
    read.user.findMany({ where, select: { id: true, name: true, isServiceUser: true } }),
    read.group.findMany({ where, select: { id: true, name: true } }),
  ]);
  return [
    ...users.map(({ isServiceUser, ...user }) => ({
      ...user,
      kind: isServiceUser ? ("service-user" as const) : ("person" as const),
    })),
    ...groups.map((group) => ({ ...group, kind: "group" as const })),
  ];
}
