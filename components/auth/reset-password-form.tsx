"use client";

import { type FormEvent, useRef, useState } from "react";
import { failureText } from "#components/layout/failure-words.ts";
import { sentence } from "#components/layout/sentence.ts";
import { newPasswordError } from "#components/passwords/check-password.ts";
import { NewPasswordField } from "#components/passwords/new-password-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { Input } from "#components/ui/input.tsx";
import { call } from "#lib/contract/client.ts";
import { signIn } from "#lib/contract/session-client.ts";

type ResetPasswordFormProps = { token: string; name: string; email: string };

/** Sets a new password with a reset link, then signs the person in. */
export function ResetPasswordForm({ token, name, email }: ResetPasswordFormProps) {
  const running = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [error, setError] = useState<string>();

  const send = async (password: string) => {
    const flaw =
      password === "" ? "Password is required." : await newPasswordError(password, { name, email });
    setError(flaw);
    setProblem(undefined);
    if (flaw !== undefined) return;
    const result = await call("resets.accept", { params: { reset: token }, body: { password } });
    if (result.ok) return enter(email, password);
    const wrong = result.failure.errors.find(({ path }) => path === "password");
    if (wrong) setError(sentence(wrong.message));
    else setProblem(WORDS[result.failure.status] ?? failureText(result.failure));
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (running.current) return;
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    running.current = true;
    setPending(true);
    await send(password);
    running.current = false;
    setPending(false);
  };
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-4">
      {problem && <FormError>{problem}</FormError>}
      <Field label="E-mail">
        {(control) => (
          <Input
            type="email"
            readOnly
            autoComplete="username"
            className="bg-sunken"
            {...control}
            value={email}
          />
        )}
      </Field>
      <NewPasswordField
        label="New password"
        holder={{ name, email }}
        error={error}
        input={{ name: "password" }}
      />
      <Button type="submit" variant="primary" pending={pending} className="mt-2">
        Set password
      </Button>
    </form>
  );
}

/** The used link leaves the history. */
async function enter(email: string, password: string): Promise<void> {
  const outcome = await signIn(email, password);
  const form = `/sign-in?${new URLSearchParams({ email })}`;
  window.location.replace(outcome.kind === "signed-in" ? "/" : form);
}

const WORDS: Record<number, string> = {
  404: "This link was used or replaced meanwhile. Ask an owner or admin for a new one.",
  422: "This link has expired. Ask an owner or admin for a new one.",
  429: "Too many tries from your network. Wait a minute, then try again.",
};
