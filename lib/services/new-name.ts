import { invalid } from "#lib/contract/problem.ts";
import { nameError } from "#lib/contract/readable-text.ts";

/** 422 for an invalid new name; the object's present name stays valid. */
export function assertNewName(wanted: string, present: string): void {
  const error = wanted === present ? undefined : nameError(wanted);
  if (error === undefined) return;
  const message = `name ${error}`;
  throw invalid("name", message);
}
