"use client";

import { type FormEvent, useState } from "react";
import { lateCheck } from "#components/layout/late-check.ts";
import { Section } from "#components/layout/section.tsx";
import { sentence } from "#components/layout/sentence.ts";
import { useWrite } from "#components/layout/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import { PasswordInput } from "#components/ui/password-input.tsx";

const schema = async () => (await import("#lib/contract/users.ts")).changePasswordBody;

const FIELDS = ["old_password", "new_password"] as const;
type Problems = Partial<Record<(typeof FIELDS)[number], string>>;

/** The reader's own password, changed with the one they have. */
export function PasswordSection({ userId, email }: { userId: string; email: string }) {
  const { write, refresh, pending } = useWrite();
  const [problems, setProblems] = useState<Problems>({});

  const show = (form: HTMLFormElement, told: Problems) => {
    setProblems(told);
    const first = FIELDS.find((name) => told[name] !== undefined);
    const input = first && form.elements.namedItem(first);
    if (input instanceof HTMLInputElement) input.focus();
    return first !== undefined;
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const body = passwordsIn(form);
    if (show(form, await lateCheck(schema, body))) return;
    const result = await write("users.changePassword", { params: { userId }, body });
    if (result === null) return;
    if (!result.ok) {
      const told = result.failure.errors.map(({ path, message }) => [path, sentence(message)]);
      return void show(form, Object.fromEntries(told));
    }
    form.reset();
    notifySuccess({ title: "Password changed", description: "Your other sessions have ended." });
    refresh(() => {});
  };
  return (
    <Section
      title="Password"
      description="Changing it ends your sessions in other browsers. Access tokens keep working."
    >
      <form
        method="post"
        noValidate
        aria-label="Password"
        onSubmit={submit}
        className="grid max-w-md gap-4"
      >
        {/* Tells a password manager whose password it is. */}
        <input type="text" autoComplete="username" readOnly hidden value={email} />
        <Field label="Current password" error={inWordsOfLabels(problems.old_password)}>
          {(control) => (
            <PasswordInput autoComplete="current-password" {...control} name="old_password" />
          )}
        </Field>
        <Field
          label="New password"
          hint="At least 8 characters."
          error={inWordsOfLabels(problems.new_password)}
        >
          {(control) => (
            <PasswordInput autoComplete="new-password" {...control} name="new_password" />
          )}
        </Field>
        <Button type="submit" pending={pending} className="justify-self-start">
          Change password
        </Button>
      </form>
    </Section>
  );
}

function passwordsIn(form: HTMLFormElement) {
  const data = new FormData(form);
  const read = (name: string) => String(data.get(name) ?? "");
  return { old_password: read("old_password"), new_password: read("new_password") };
}

/** The messages name the fields as the API does, the labels as people do. */
const inWordsOfLabels = (message: string | undefined) =>
  message
    ?.replace(/^Failed to update password: c/, "C")
    .replace("Old password", "Current password")
    .replace("New_password", "New password")
    .replace("at least 8 bytes", "at least 8 characters");
