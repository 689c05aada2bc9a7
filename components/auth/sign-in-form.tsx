"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { Input } from "#components/ui/input.tsx";
import { PasswordInput } from "#components/ui/password-input.tsx";
import { type SignInOutcome, signIn } from "#lib/contract/session-client.ts";

const credentials = z.object({
  email: z.string().min(1, "Enter your e-mail address."),
  password: z.string().min(1, "Enter your password."),
});

/** Signs in, then opens `next`. */
export function SignInForm({ next }: { next: string }) {
  const running = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  // Without default values, so that what was typed before the page became interactive stays.
  const form = useForm<z.infer<typeof credentials>>({ resolver: zodResolver(credentials) });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ email, password }) => {
    if (running.current) return;
    running.current = true;
    setPending(true);
    setProblem(undefined);
    const outcome = await signIn(email.trim(), password);
    if (outcome.kind === "signed-in") return window.location.assign(next);
    running.current = false;
    setPending(false);
    setProblem(wordsOf(outcome));
    form.setFocus("password", { shouldSelect: true });
  });

  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-4">
      {problem && <FormError>{problem}</FormError>}
      <Field label="E-mail" error={errors.email?.message}>
        {(control) => (
          <Input type="email" autoComplete="username" {...control} {...form.register("email")} />
        )}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {(control) => (
          <PasswordInput
            autoComplete="current-password"
            {...control}
            {...form.register("password")}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" pending={pending} className="mt-2">
        Sign in
      </Button>
    </form>
  );
}

function wordsOf(outcome: Exclude<SignInOutcome, { kind: "signed-in" }>): string {
  if (outcome.kind === "refused") return "The e-mail or the password is wrong.";
  if (outcome.kind === "failed") return outcome.message;
  const wait = outcome.retryAfterSeconds;
  return `Too many attempts. Try again ${wait === null ? "in a few minutes" : `in ${waitText(wait)}`}.`;
}

function waitText(seconds: number): string {
  const [amount, unit] = seconds < 90 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
