import type { EventSubject } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { canBegin } from "#lib/policy/can.ts";
import type { Actor } from "../context.ts";
import { assertCanBegin } from "../policy.ts";
import { hideIndex } from "../query-planning.ts";

/** The existing users, groups and access tokens with these IDs. */
export async function findSubjects(actor: Actor, ids: string[]): Promise<EventSubject[]> {
  assertCanBegin(actor, "events.list");
  const { read } = database();
  const { accountId } = actor;
  const id = { in: [...new Set(ids)] };
  // Next to IDs, SQLite would choose the account's index and read all of its users and tokens.
  const where = { id, ...hideIndex({ accountId }) };
  const seesAll = canBegin(actor, "tokens.inventory").allowed;
  const [users, groups, tokens] = await Promise.all([
    read.user.findMany({ where, select: { id: true, name: true, isServiceUser: true } }),
    read.group.findMany({ where, select: { id: true, name: true } }),
    read.token.findMany({
      where: { id, ...hideIndex({ user: { accountId } }) },
      select: { id: true, name: true, userId: true },
    }),
  ]);
  return [
    ...users.map(({ isServiceUser, ...user }) => ({
      ...user,
      kind: isServiceUser ? ("service-user" as const) : ("person" as const),
    })),
    ...groups.map((group) => ({ ...group, kind: "group" as const })),
    ...tokens.map(({ userId, ...token }) => ({
      ...token,
      kind: "token" as const,
      isReadable: seesAll || userId === actor.userId,
    })),
  ];
}
