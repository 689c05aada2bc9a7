"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { failureText } from "#components/layout/failure-words.ts";
import { showFieldErrors } from "#components/layout/field-errors.ts";
import { sentence } from "#components/layout/sentence.ts";
import { NewPasswordField } from "#components/passwords/new-password-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { Input } from "#components/ui/input.tsx";
import { type CallFailure, call } from "#lib/contract/client.ts";
import { acceptInviteBody } from "#lib/contract/invites.ts";
import { signIn } from "#lib/contract/session-client.ts";
import { checkedPassword } from "./checked-password.ts";

type AcceptInviteFormProps = { token: string; name: string; email: string };

/** Accepts an invite with a password, then signs the person in. */
export function AcceptInviteForm({ token, name, email }: AcceptInviteFormProps) {
  const running = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const form = useForm<z.input<typeof acceptInviteBody>>({
    resolver: checkedPassword(zodResolver(acceptInviteBody), () => ({ name, email })),
    defaultValues: { password: "" },
  });
  const error = form.formState.errors.password?.message;

  const submit = form.handleSubmit(async ({ password = "" }) => {
    if (running.current) return;
    running.current = true;
    setPending(true);
    setProblem(undefined);
    const result = await call("invites.accept", { params: { invite: token }, body: { password } });
    if (result.ok) return enter(email, password);
    running.current = false;
    setPending(false);
    if (!showFieldErrors(form, result.failure, ["password"])) setProblem(wordsOf(result.failure));
  });

  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-4">
      {problem && <FormError>{problem}</FormError>}
      <Field label="Name">
        {(control) => (
          <Input readOnly autoComplete="off" className="bg-sunken" {...control} value={name} />
        )}
      </Field>
      <Field label="E-mail" hint="You will sign in with it.">
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
        label="Password"
        holder={{ name, email }}
        error={error && sentence(error.replace(/^invalid password: /i, ""))}
        input={form.register("password")}
      />
      <Button type="submit" variant="primary" pending={pending} className="mt-2">
        Accept invite
      </Button>
    </form>
  );
}

/** Signs in; where that fails leads to the form that does, the e-mail filled in. The used link leaves the history. */
async function enter(email: string, password: string): Promise<void> {
  const outcome = await signIn(email, password);
  const form = `/sign-in?${new URLSearchParams({ email })}`;
  window.location.replace(outcome.kind === "signed-in" ? "/" : form);
}

const WORDS: Record<number, string> = {
  404: "This invite was accepted or withdrawn meanwhile. If it was you who accepted it, sign in.",
  409: "Somebody with this e-mail is in the team already. Sign in instead.",
  422: "This invite is no longer valid. Ask for a new link.",
  429: "Too many tries from your network. Wait a minute, then try again.",
};

const wordsOf = (failure: CallFailure) => WORDS[failure.status] ?? failureText(failure);
