/** A group as far as choosing it needs. */
export type GroupRef = { id: string; name: string };

const SHOWN_MAX = 50;

export type GroupOption = { kind: "group"; group: GroupRef } | { kind: "create"; name: string };

/**
 * What can be chosen for a typed name: the groups that hold it, the one of exactly this name
 * first, and without such a one its creation first of all. So Enter does what was typed.
 */
export function optionsFor(groups: readonly GroupRef[], typed: string): GroupOption[] {
  const name = typed.trim();
  const key = name.toLowerCase();
  const exact = groups.filter((group) => group.name === name);
  const others = groups.filter(
    (group) => group.name !== name && group.name.toLowerCase().includes(key),
  );
  const found = [...exact, ...others].slice(0, SHOWN_MAX);
  const options = found.map((group): GroupOption => ({ kind: "group", group }));
  return name === "" || exact.length > 0 ? options : [{ kind: "create", name }, ...options];
}
