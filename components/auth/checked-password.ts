import type { FieldError, FieldErrors, FieldValues, Resolver } from "react-hook-form";
import { newPasswordError } from "#components/passwords/check-password.ts";
import type { PasswordHolder } from "#lib/contract/password-rule.ts";

/** A form resolver that checks `password` against the rule for new passwords first. */
export function checkedPassword<
  Values extends FieldValues & { password?: string | undefined },
  Output,
>(
  resolver: Resolver<Values, unknown, Output>,
  holderOf: (values: Values) => PasswordHolder,
): Resolver<Values, unknown, Output> {
  return async (values, context, options) => {
    const message = await newPasswordError(values.password ?? "", holderOf(values));
    const result = await resolver(values, context, options);
    if (message === undefined) return result;
    const password: FieldError = { type: "rule", message };
    return { values: {}, errors: { ...result.errors, password } as FieldErrors<Values> };
  };
}
