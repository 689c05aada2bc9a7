"use client";

import { type FormEvent, useState } from "react";
import { lazyValidate } from "#components/shared/lazy-validate.ts";
import { sentence } from "#components/shared/sentence.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { PasswordInput } from "#components/ui/password-input.tsx";
import { newPasswordError } from "./check-password.ts";
import { NewPasswordField } from "./new-password-field.tsx";

const schema = async () => (await import("#lib/contract/users.ts")).changePasswordBody;

const FIELDS = ["old_password", "new_password"] as const;
type Problems = Partial<Record<(typeof FIELDS)[number], string>>;

type ChangePasswordFormProps = {
  user: { id: string; name: string; email: string };
  /** The hint of the current password. */
  hint?: string;
  look?: "primary" | "secondary";
  /** Work after a change is still running. */
  busy: boolean;
  onChanged: () => void;
};

/** The form that changes the reader's password. */
export function ChangePasswordForm(props: ChangePasswordFormProps) {
  const { user, hint, look = "secondary", busy, onChanged } = props;
  const { write, pending } = useWrite();
  const [problems, setProblems] = useState<Problems>({});
  const [changes, setChanges] = useState(0);

  const show = (form: HTMLFormElement, found: Problems) => {
    setProblems(found);
    const first = FIELDS.find((name) => found[name] !== undefined);
    const input = first && form.elements.namedItem(first);
    if (input instanceof HTMLInputElement) input.focus();
    return first !== undefined;
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const body = passwordsIn(form);
    const weak = await newPasswordError(body.new_password, user, "New password");
    const wrong = await lazyValidate(schema, body);
    if (show(form, weak === undefined ? wrong : { ...wrong, new_password: weak })) return;
    const result = await write("users.changePassword", { params: { userId: user.id }, body });
    if (result === null) return;
    if (!result.ok) {
      const found = result.failure.errors.map(({ path, message }) => [path, sentence(message)]);
      return void show(form, Object.fromEntries(found));
    }
    form.reset();
    setChanges((before) => before + 1);
    onChanged();
  };
  return (
    <form
      method="post"
      noValidate
      aria-label="Password"
      onSubmit={submit}
      className="grid max-w-md gap-4"
    >
      {/* Says to a password manager whose password it is. */}
      <input type="text" autoComplete="username" readOnly hidden value={user.email} />
      <Field label="Current password" hint={hint} error={inWordsOfLabels(problems.old_password)}>
        {(control) => (
          <PasswordInput autoComplete="current-password" {...control} name="old_password" />
        )}
      </Field>
      {/* Begins again, empty, once the password was changed. */}
      <NewPasswordField
        key={changes}
        label="New password"
        holder={user}
        error={inWordsOfLabels(problems.new_password)}
        input={{ name: "new_password" }}
      />
      <Button
        type="submit"
        variant={look}
        pending={pending || busy}
        className={look === "primary" ? "mt-2" : "justify-self-start"}
      >
        Change password
      </Button>
    </form>
  );
}

function passwordsIn(form: HTMLFormElement) {
  const data = new FormData(form);
  const read = (name: string) => String(data.get(name) ?? "");
  return { old_password: read("old_password"), new_password: read("new_password") };
}

/** Messages use the API's field names, labels the display names. */
const inWordsOfLabels = (message: string | undefined) =>
  message
    ?.replace(/^Failed to update password: ([cn])/, (_, first: string) => first.toUpperCase())
    .replace("Old password", "Current password")
    .replace("New_password", "New password");
