import { findGroups } from "#components/shared/find-groups.ts";
import { ALL_GROUP } from "#lib/contract/all-group.ts";

const SHOWN_MAX = 50;

/** The groups whose name contains the text; null if they could not be loaded. */
export async function searchGroups(
  text: string,
): Promise<{ value: string; label: string }[] | null> {
  const result = await findGroups({ search: text }, SHOWN_MAX);
  if (!result.ok) return null;
  return result.data
    .filter(({ name }) => name !== ALL_GROUP)
    .map(({ id, name }) => ({ value: id, label: name }));
}
