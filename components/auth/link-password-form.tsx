"use client";

import { type ReactNode, useRef, useState } from "react";
import { type Resolver, useForm } from "react-hook-form";
import { NewPasswordField } from "#components/passwords/new-password-field.tsx";
import { failureText } from "#components/shared/failure-message.ts";
import { showFieldErrors } from "#components/shared/field-errors.ts";
import { sentence } from "#components/shared/sentence.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { Input } from "#components/ui/input.tsx";
import type { CallResult } from "#lib/contract/client.ts";
import { pathWith } from "#lib/contract/page-paths.ts";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { signIn } from "#lib/contract/session-client.ts";
import { checkedPassword } from "./checked-password.ts";

export type PasswordFields = { password?: string | undefined };

type LinkPasswordFormProps = {
  holder: { name: string; email: string };
  schema: Resolver<PasswordFields, unknown, PasswordFields>;
  /** Submits the password with the link's token. */
  send: (password: string) => Promise<CallResult<"invites.accept" | "resets.accept">>;
  /** Messages by HTTP status. */
  words: Record<number, string>;
  label: string;
  submit: string;
  emailHint?: string;
  /** Fields above the email. */
  children?: ReactNode;
};

/** The form of a one-time link: sets the user's password, then signs them in. */
export function LinkPasswordForm(props: LinkPasswordFormProps) {
  const { holder, schema, send, words, label, submit, emailHint, children } = props;
  const running = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const form = useForm<PasswordFields>({
    resolver: checkedPassword(schema, () => holder),
    defaultValues: { password: "" },
  });
  const error = form.formState.errors.password?.message;
  const onSubmit = form.handleSubmit(async ({ password = "" }) => {
    if (running.current) return;
    running.current = true;
    setPending(true);
    setProblem(undefined);
    const result = await send(password);
    if (result.ok) return enter(holder.email, password);
    running.current = false;
    setPending(false);
    if (showFieldErrors(form, result.failure, ["password"])) return;
    setProblem(words[result.failure.status] ?? failureText(result.failure));
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      {problem && <FormError>{problem}</FormError>}
      {children}
      <Field label="Email" {...(emailHint ? { hint: emailHint } : {})}>
        {(control) => (
          <Input
            type="email"
            readOnly
            autoComplete="username"
            className="bg-sunken"
            {...control}
            value={holder.email}
          />
        )}
      </Field>
      <NewPasswordField
        label={label}
        holder={holder}
        error={error && sentence(error.replace(/^invalid password: /i, ""))}
        input={form.register("password")}
      />
      <Button type="submit" variant="primary" pending={pending} className="mt-2">
        {submit}
      </Button>
    </form>
  );
}

/**
 * Signs in, or opens the sign-in form with the email filled in. The used link is removed from the
 * history.
 */
async function enter(email: string, password: string): Promise<void> {
  const outcome = await signIn(email, password);
  const form = pathWith(OTHER_PAGES.signIn, { email });
  window.location.replace(outcome.kind === "signed-in" ? "/" : form);
}
