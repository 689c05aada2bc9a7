"use client";

import { type FormEvent, useState } from "react";
import { lateCheck } from "#components/layout/late-check.ts";
import { Section } from "#components/layout/section.tsx";
import { sentence } from "#components/layout/sentence.ts";
import { useWrite } from "#components/layout/use-write.ts";
import { newPasswordError } from "#components/passwords/check-password.ts";
import { NewPasswordField } from "#components/passwords/new-password-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import { PasswordInput } from "#components/ui/password-input.tsx";

const schema = async () => (await import("#lib/contract/users.ts")).changePasswordBody;

const FIELDS = ["old_password", "new_password"] as const;
type Problems = Partial<Record<(typeof FIELDS)[number], string>>;

type PasswordSectionProps = { userId: string; name: string; email: string };

/** The reader's own password, changed with the one they have. */
export function PasswordSection({ userId, name, email }: PasswordSectionProps) {
  const { write, refresh, pending } = useWrite();
  const [problems, setProblems] = useState<Problems>({});
  const [changes, setChanges] = useState(0);

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
    const weak = await newPasswordError(body.new_password, { name, email }, "New password");
    const wrong = await lateCheck(schema, body);
    if (show(form, weak === undefined ? wrong : { ...wrong, new_password: weak })) return;
    const result = await write("users.changePassword", { params: { userId }, body });
    if (result === null) return;
    if (!result.ok) {
      const told = result.failure.errors.map(({ path, message }) => [path, sentence(message)]);
      return void show(form, Object.fromEntries(told));
    }
    form.reset();
    setChanges((before) => before + 1);
    notifySuccess({ title: "Password changed", description: "Your other sessions have ended." });
    refresh(() => {});
  };
  return (
    <Section
      id="password"
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
        {/* Begins again, empty, once the password was changed. */}
        <NewPasswordField
          key={changes}
          label="New password"
          holder={{ name, email }}
          error={inWordsOfLabels(problems.new_password)}
          input={{ name: "new_password" }}
        />
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
    ?.replace(/^Failed to update password: ([cn])/, (_, first: string) => first.toUpperCase())
    .replace("Old password", "Current password")
    .replace("New_password", "New password");
