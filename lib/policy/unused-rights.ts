import { isSensitive } from "./sensitive.ts";
import { heldRights, neededBy, type RightsHolder, rightsOf } from "./used-rights.ts";

/** The rights of a token, those that these operations did not need, and the sensitive among them. */
export function unusedRights(
  holder: RightsHolder,
  operations: readonly string[],
  held = heldRights(holder),
): { held: string[]; unused: string[]; sensitive: string[] } {
  const used = new Set(rightsOf(neededBy(holder, operations)));
  const unused = held.filter((right) => !used.has(right));
  return { held, unused, sensitive: unused.filter(isSensitive) };
}
