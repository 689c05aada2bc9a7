"use client";

import { useRef, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import type { z } from "zod";
import { NewPasswordField } from "#components/passwords/new-password-field.tsx";
import { failureText } from "#components/shared/failure-message.ts";
import { showFieldErrors } from "#components/shared/field-errors.ts";
import { lazyResolver } from "#components/shared/lazy-resolver.ts";
import { sentence } from "#components/shared/sentence.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { Input } from "#components/ui/input.tsx";
import { call } from "#lib/contract/client.ts";
import type { setupBody } from "#lib/contract/instance.ts";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { signIn } from "#lib/contract/session-client.ts";
import { checkedPassword } from "./checked-password.ts";

const FIELDS = ["name", "email", "password", "setup_code"] as const;
type FieldName = (typeof FIELDS)[number];
type Owner = Pick<z.input<typeof setupBody>, FieldName>;
type ValidOwner = Pick<z.output<typeof setupBody>, FieldName>;

const schema = lazyResolver<Owner, ValidOwner>(async () => {
  const { setupBody } = await import("#lib/contract/instance.ts");
  return setupBody.pick({ name: true, email: true, password: true, setup_code: true });
});

/** Creates the first owner and signs them in. Asks for a setup code if required. */
export function SetupForm({ codeRequired }: { codeRequired: boolean }) {
  const running = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const form = useForm<Owner, unknown, ValidOwner>({
    resolver: checkedPassword(schema, holderOf),
  });

  const submit = form.handleSubmit(async ({ name, email, password, setup_code }) => {
    if (running.current) return;
    running.current = true;
    setPending(true);
    setProblem(undefined);
    const body = { name: name.trim(), email: email.trim(), password, setup_code };
    const result = await call("instance.setup", { body });
    if (result.ok) {
      const outcome = await signIn(body.email, password);
      return window.location.assign(
        outcome.kind === "signed-in" ? OTHER_PAGES.start : OTHER_PAGES.signIn,
      );
    }
    running.current = false;
    setPending(false);
    if (!showFieldErrors(form, result.failure, FIELDS)) {
      setProblem(failureText(result.failure));
    }
  });

  const [name, email] = useWatch({ control: form.control, name: ["name", "email"] });
  const errorOf = (name: FieldName) => {
    const message = form.formState.errors[name]?.message;
    return message && sentence(message.replace("setup_code", "code"));
  };
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-4">
      {problem && <FormError>{problem}</FormError>}
      <Field label="Name" error={errorOf("name")}>
        {(control) => <Input autoComplete="name" {...control} {...form.register("name")} />}
      </Field>
      <Field label="Email" hint="Used to sign in." error={errorOf("email")}>
        {(control) => (
          <Input type="email" autoComplete="username" {...control} {...form.register("email")} />
        )}
      </Field>
      <NewPasswordField
        label="Password"
        holder={holderOf({ name, email })}
        error={errorOf("password")}
        input={form.register("password")}
      />
      {codeRequired && (
        <Field
          label="Setup code"
          hint="The server prints it at start. npm run admin -- setup-code prints a new one."
          error={errorOf("setup_code")}
        >
          {(control) => <Input autoComplete="off" {...control} {...form.register("setup_code")} />}
        </Field>
      )}
      <Button type="submit" variant="primary" pending={pending} className="mt-2">
        Create owner
      </Button>
    </form>
  );
}

const holderOf = ({ name = "", email = "" }: Pick<Owner, "name" | "email">) => ({
  name,
  email: email.trim(),
});
