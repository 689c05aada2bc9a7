"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { counted } from "#components/ui/counted.ts";
import { Field } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { Input } from "#components/ui/input.tsx";
import { PasswordInput } from "#components/ui/password-input.tsx";
import { type SignInOutcome, signIn } from "#lib/contract/session-client.ts";

type Problems = { email?: string; password?: string; form?: string };

/** Signs in, then opens `next`; `email` is the initial value if known. */
export function SignInForm({ next, email = "" }: { next: string; email?: string }) {
  const running = useRef(false);
  const [pending, setPending] = useState(false);
  const [problems, setProblems] = useState<Problems>({});

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (running.current) return;
    const form = event.currentTarget;
    const { email, password } = credentialsIn(form);
    const missing = missingIn(email, password);
    setProblems(missing);
    if (missing.email ?? missing.password) return focus(form, missing.email ? "email" : "password");
    running.current = true;
    setPending(true);
    const outcome = await signIn(email, password);
    if (outcome.kind === "signed-in") return window.location.assign(next);
    running.current = false;
    setPending(false);
    setProblems({ form: wordsOf(outcome) });
    focus(form, "password");
  };

  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-4">
      {problems.form && <FormError>{problems.form}</FormError>}
      <Field label="Email" error={problems.email}>
        {(control) => (
          <Input
            type="email"
            name="email"
            autoComplete="username"
            defaultValue={email}
            {...control}
          />
        )}
      </Field>
      <Field label="Password" error={problems.password}>
        {(control) => (
          <PasswordInput name="password" autoComplete="current-password" {...control} />
        )}
      </Field>
      <Button type="submit" variant="primary" pending={pending} className="mt-2">
        Sign in
      </Button>
    </form>
  );
}

function credentialsIn(form: HTMLFormElement) {
  const data = new FormData(form);
  const read = (name: string) => String(data.get(name) ?? "");
  return { email: read("email").trim(), password: read("password") };
}

function missingIn(email: string, password: string): Problems {
  return {
    ...(email === "" ? { email: "Enter your email address." } : {}),
    ...(password === "" ? { password: "Enter your password." } : {}),
  };
}

function focus(form: HTMLFormElement, name: string): void {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) {
    input.focus();
    input.select();
  }
}

function wordsOf(outcome: Exclude<SignInOutcome, { kind: "signed-in" }>): string {
  if (outcome.kind === "refused") return "The email or the password is wrong.";
  if (outcome.kind === "failed") return outcome.message;
  const wait = outcome.retryAfterSeconds;
  return `Too many attempts. Try again ${wait === null ? "in a few minutes" : `in ${waitText(wait)}`}.`;
}

function waitText(seconds: number): string {
  return seconds < 90 ? counted(seconds, "second") : counted(Math.ceil(seconds / 60), "minute");
}
