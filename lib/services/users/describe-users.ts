import { generatedPasswordOf } from "#lib/contract/generated-password.ts";
import type { DescribedUser, PersonRef, TokenFigures, UserView } from "#lib/contract/views.ts";
import { database } from "#lib/db/database.ts";
import { can } from "#lib/policy/can.ts";
import type { Actor } from "../context.ts";
import { hideIndex } from "../query-planning.ts";

/**
 * Users with the names of their groups and contacts, the figures of their access tokens and the state of a
 * generated password. Figures are null if the actor may not read the tokens, the state if they
 * may not reset the password.
 */
export async function describeUsers(actor: Actor, users: UserView[]): Promise<DescribedUser[]> {
  const readable = users.filter((user) => can(actor, "tokens.read", user).allowed);
  const resettable = users.filter((user) => can(actor, "passwords.reset", user).allowed);
  const [names, contacts, figures, generated] = await Promise.all([
    groupNames(actor, users),
    contactNames(
      actor,
      users.map(({ contactId }) => contactId),
    ),
    tokenFigures(readable.map(({ id }) => id)),
    generatedPasswords(resettable.map(({ id }) => id)),
  ]);
  return users.map(({ autoGroups, contactId, ...user }) => ({
    ...user,
    contact: contactId === null ? null : (contacts.get(contactId) ?? null),
    groups: autoGroups.map((id) => ({ id, name: names.get(id) ?? id })),
    tokens: figures.get(user.id) ?? null,
    generatedPassword: generated.get(user.id) ?? null,
  }));
}

async function generatedPasswords(userIds: string[]) {
  if (userIds.length === 0) return new Map<string, DescribedUser["generatedPassword"]>();
  const rows = await database().read.user.findMany({
    where: { id: { in: userIds }, passwordGeneratedAt: { not: null } },
    select: { id: true, passwordGeneratedAt: true },
  });
  return new Map(rows.map((row) => [row.id, generatedPasswordOf(row.passwordGeneratedAt)]));
}

/** The people with these IDs, by ID. */
export async function contactNames(
  { accountId }: Actor,
  ids: readonly (string | null)[],
): Promise<Map<string, PersonRef>> {
  const known = [...new Set(ids)].filter((id) => id !== null);
  if (known.length === 0) return new Map();
  const people = await database().read.user.findMany({
    where: { id: { in: known }, ...hideIndex({ accountId }) },
    select: { id: true, name: true },
  });
  return new Map(people.map((person) => [person.id, person]));
}

async function groupNames(actor: Actor, users: UserView[]): Promise<Map<string, string>> {
  const ids = [...new Set(users.flatMap((user) => user.autoGroups))];
  if (ids.length === 0) return new Map();
  const groups = await database().read.group.findMany({
    where: { accountId: actor.accountId, id: { in: ids } },
    select: { id: true, name: true },
  });
  return new Map(groups.map(({ id, name }) => [id, name]));
}

/** Figures of all these users, also without tokens; the last use may be of a deleted token. */
async function tokenFigures(userIds: string[]): Promise<Map<string, TokenFigures>> {
  if (userIds.length === 0) return new Map();
  const { token, user } = database().read;
  const [users, all, active] = await Promise.all([
    user.findMany({ where: { id: { in: userIds } }, select: { id: true, lastUsedAt: true } }),
    token.groupBy({
      by: ["userId"],
      where: { userId: { in: userIds } },
      _count: { _all: true },
    }),
    token.groupBy({
      by: ["userId"],
      where: { userId: { in: userIds }, expiresAt: { gt: new Date() } },
      _count: { _all: true },
      _min: { expiresAt: true },
    }),
  ]);
  const total = new Map(all.map((row) => [row.userId, row._count._all]));
  const working = new Map(active.map((row) => [row.userId, row]));
  return new Map(
    users.map(({ id, lastUsedAt }) => {
      const good = working.get(id);
      const count = good?._count._all ?? 0;
      const expired = (total.get(id) ?? 0) - count;
      const nextExpiryAt = good?._min.expiresAt ?? null;
      return [id, { active: count, expired, nextExpiryAt, lastUsedAt }];
    }),
  );
}
