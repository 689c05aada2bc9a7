import { invalid } from "#lib/contract/problem.ts";
import { nameError } from "#lib/contract/readable-text.ts";

/** 422 for a name that may not be given today; one that the object has already stays as it is. */
export function assertNewName(wanted: string, present: string): void {
  const error = wanted === present ? undefined : nameError(wanted);
  if (error === undefined) return;
  const message = `name ${error}`;
  throw invalid("name", message);
}
