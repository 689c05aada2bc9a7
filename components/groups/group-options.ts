import { ALL_GROUP } from "#lib/contract/all-group.ts";
import { nameKeyOf } from "#lib/contract/name-key.ts";

/** The fields of a group that the picker needs. */
export type GroupRef = { id: string; name: string };

const SHOWN_MAX = 50;
const NEW = "new:";

export type GroupOption = { kind: "group"; group: GroupRef } | { kind: "create"; name: string };

export const sameName = (one: string, other: string): boolean =>
  nameKeyOf(one) === nameKeyOf(other);

/** A selected group that does not exist yet; created when the form is saved. */
export const newGroup = (name: string): GroupRef => ({
  id: NEW + nameKeyOf(name),
  name: name.trim(),
});

export const isNewGroup = ({ id }: GroupRef): boolean => id.startsWith(NEW);

/**
 * The options for a typed name, best match first: equal, then prefix, then substring. Creation
 * comes last, and only if no name is equal.
 */
export function optionsFor(groups: readonly GroupRef[], typed: string): GroupOption[] {
  const key = nameKeyOf(typed);
  const rankOf = ({ name }: GroupRef) => {
    if (name === typed.trim()) return 0;
    const other = nameKeyOf(name);
    if (other === key) return 1;
    return other.startsWith(key) ? 2 : 3;
  };
  const found = groups
    .filter(({ name }) => nameKeyOf(name).includes(key))
    .toSorted((one, other) => rankOf(one) - rankOf(other));
  const options = found.slice(0, SHOWN_MAX).map((group): GroupOption => ({ kind: "group", group }));
  const taken = key === "" || sameName(typed, ALL_GROUP) || found.some((one) => rankOf(one) < 2);
  return taken ? options : [...options, { kind: "create", name: typed.trim() }];
}

/**
 * The selected groups with the new ones created, one after another. If `create` returns null for
 * one, `complete` is false, and that one and the following ones remain new.
 */
export async function withCreated(
  groups: readonly GroupRef[],
  create: (name: string) => Promise<GroupRef | null>,
): Promise<{ groups: GroupRef[]; complete: boolean }> {
  const now: GroupRef[] = [];
  let complete = true;
  for (const group of groups) {
    const made = complete && isNewGroup(group) ? await create(group.name) : group;
    if (made === null) complete = false;
    now.push(made ?? group);
  }
  return { groups: now, complete };
}
