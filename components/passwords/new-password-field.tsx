"use client";

import { type ComponentProps, useDeferredValue, useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { PasswordInput } from "#components/ui/password-input.tsx";
import type { PasswordHolder } from "#lib/contract/password-rule.ts";
import { PasswordMeter } from "./password-meter.tsx";
import { PasswordRule } from "./password-rule.tsx";
import { usePasswordCheck } from "./use-password-check.ts";

type NewPasswordFieldProps = {
  label: string;
  error: string | undefined;
  /** The user of the password, which must not contain their name or email address. */
  holder: PasswordHolder;
  /** Props of the form library for the input. */
  input: ComponentProps<typeof PasswordInput>;
};

/** A field for a new password with rule and strength, which load when the field is used. */
export function NewPasswordField({ label, error, holder, input }: NewPasswordFieldProps) {
  const [typed, setTyped] = useState("");
  const [used, setUsed] = useState(false);
  const password = useDeferredValue(typed);
  const look = usePasswordCheck(password, holder, used);
  const hint = (
    <div className="mt-0.5 grid gap-2">
      <PasswordMeter score={look.score} />
      <PasswordRule password={password} look={look} />
    </div>
  );
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <PasswordInput
          autoComplete="new-password"
          {...control}
          {...input}
          onFocus={() => setUsed(true)}
          onInput={(event) => {
            setUsed(true);
            setTyped(event.currentTarget.value);
          }}
        />
      )}
    </Field>
  );
}
