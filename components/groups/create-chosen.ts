import type { useWrite } from "#components/shared/use-write.ts";
import { type GroupRef, withCreated } from "./group-options.ts";

/**
 * Creates the new groups of a selection when a form is saved; refusals are shown as notifications.
 */
export function createChosen(
  groups: readonly GroupRef[],
  write: ReturnType<typeof useWrite>["write"],
): Promise<{ groups: GroupRef[]; complete: boolean }> {
  return withCreated(groups, async (name) => {
    const result = await write("groups.create", { body: { name } });
    return result?.ok ? { id: result.data.id, name: result.data.name } : null;
  });
}
