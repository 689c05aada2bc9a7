import type { GroupRef } from "#components/groups/group-options.ts";
import type { Role } from "#lib/contract/fields.ts";
import type { OperationAnswer, OperationBody } from "#lib/contract/operations.ts";
import type { DescribedUser, PersonRef } from "#lib/contract/views.ts";

/** Changes to a user; unchanged fields are absent. */
export type UserChanges = {
  name?: string;
  role?: Role;
  groups?: readonly GroupRef[];
  isBlocked?: boolean;
  /** Of a service user. */
  description?: string;
  contact?: PersonRef | null;
};

const sameGroups = (one: readonly GroupRef[], other: readonly GroupRef[]) =>
  one.length === other.length && one.every(({ id }, at) => id === other[at]?.id);

/** The changes without those equal to the current user. */
export function realChanges(user: DescribedUser, changes: UserChanges): UserChanges {
  const { name, role, groups, isBlocked, description, contact } = changes;
  return {
    ...(name === undefined || name.trim() === user.name ? {} : { name }),
    ...(role === undefined || role === user.role ? {} : { role }),
    ...(groups === undefined || sameGroups(groups, user.groups) ? {} : { groups }),
    ...(isBlocked === undefined || isBlocked === user.isBlocked ? {} : { isBlocked }),
    ...(description === undefined || description.trim() === user.description
      ? {}
      : { description }),
    ...(contact === undefined || contact?.id === user.contact?.id ? {} : { contact }),
  };
}

/** Changes that differ from those sent earlier. */
export function changesSince(sent: UserChanges, now: UserChanges): UserChanges {
  const entries = Object.entries(now).filter(([key, value]) => sent[key as Key] !== value);
  return Object.fromEntries(entries);
}

type Key = keyof UserChanges;

/**
 * The body of an update: the changes applied to the current user, not to the one on the page. For
 * groups only the additions and removals are applied.
 */
export function mergeChanges(
  now: OperationAnswer<"users.get">,
  groupsRead: readonly GroupRef[],
  { name, role, groups, isBlocked, description, contact }: UserChanges,
): OperationBody<"users.update"> {
  return {
    role: role ?? now.role,
    auto_groups: groups
      ? mergeGroups(now.auto_groups, idsOf(groupsRead), idsOf(groups))
      : now.auto_groups,
    is_blocked: isBlocked ?? now.is_blocked,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(description === undefined ? {} : { description: description.trim() }),
    ...(contact === undefined ? {} : { contact: contact?.id ?? null }),
  };
}

const idsOf = (groups: readonly GroupRef[]) => groups.map(({ id }) => id);

function mergeGroups(now: string[], read: string[], wanted: string[]): string[] {
  const kept = now.filter((id) => wanted.includes(id) || !read.includes(id));
  const added = wanted.filter((id) => !read.includes(id) && !kept.includes(id));
  return [...kept, ...added];
}
