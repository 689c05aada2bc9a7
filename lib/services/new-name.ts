import { invalid } from "#lib/contract/problem.ts";
import { nameFlaw } from "#lib/contract/readable-text.ts";

/** 422 for a name that may not be given today; one that the object has already stays as it is. */
export function assertNewName(wanted: string, present: string): void {
  const flaw = wanted === present ? undefined : nameFlaw(wanted);
  if (flaw === undefined) return;
  const message = `name ${flaw}`;
  throw invalid("name", message);
}
