"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { showFieldErrors } from "#components/layout/field-errors.ts";
import { Section } from "#components/layout/section.tsx";
import { sentence } from "#components/layout/sentence.ts";
import { useWrite } from "#components/layout/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import { PasswordInput } from "#components/ui/password-input.tsx";
import { PASSWORD_BYTES } from "#lib/contract/fields.ts";
import { changePasswordBody } from "#lib/contract/users.ts";

const EMPTY = { old_password: "", new_password: "" };

/** The reader's own password, changed with the one they have. */
export function PasswordSection({ userId, email }: { userId: string; email: string }) {
  const { write, refresh, pending } = useWrite();
  const form = useForm<z.input<typeof changePasswordBody>>({
    resolver: zodResolver(changePasswordBody),
    defaultValues: EMPTY,
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (body) => {
    const result = await write("users.changePassword", { params: { userId }, body });
    if (result === null) return;
    if (!result.ok) {
      return void showFieldErrors(form, result.failure, ["old_password", "new_password"]);
    }
    form.reset(EMPTY);
    notifySuccess({ title: "Password changed", description: "Your other sessions have ended." });
    refresh(() => {});
  });
  const messageOf = (name: keyof typeof EMPTY) =>
    errors[name]?.message && sentence(errors[name].message);
  return (
    <Section
      title="Password"
      description="Changing it ends your sessions in other browsers. Access tokens keep working."
    >
      <form noValidate aria-label="Password" onSubmit={submit} className="grid max-w-md gap-4">
        {/* Tells a password manager whose password it is. */}
        <input type="text" autoComplete="username" readOnly hidden value={email} />
        <Field label="Current password" error={messageOf("old_password")}>
          {(control) => (
            <PasswordInput
              autoComplete="current-password"
              {...control}
              {...form.register("old_password")}
            />
          )}
        </Field>
        <Field
          label="New password"
          hint={`At least ${PASSWORD_BYTES.min} characters.`}
          error={messageOf("new_password")}
        >
          {(control) => (
            <PasswordInput
              autoComplete="new-password"
              {...control}
              {...form.register("new_password")}
            />
          )}
        </Field>
        <Button type="submit" pending={pending} className="justify-self-start">
          Change password
        </Button>
      </form>
    </Section>
  );
}
