import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { CallFailure } from "#lib/contract/client.ts";
import { sentence } from "./sentence.ts";

/**
 * Shows the server's field errors at their inputs and focuses the first; false if there are none.
 */
export function showFieldErrors<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  failure: CallFailure,
  fields: readonly Path<Values>[],
): boolean {
  const known = fields.flatMap((name) => {
    const error = failure.errors.find(({ path }) => path === name);
    return error ? [{ name, message: sentence(error.message) }] : [];
  });
  known.forEach(({ name, message }, index) => {
    form.setError(name, { type: "server", message }, { shouldFocus: index === 0 });
  });
  return known.length > 0;
}
