"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { showFieldErrors } from "#components/shared/field-errors.ts";
import { sentence } from "#components/shared/sentence.ts";
import { SimilarNames } from "#components/shared/similar-names.tsx";
import { userName } from "#components/shared/user-name.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { DescribedUser } from "#lib/contract/views.ts";
import { useUpdateUser } from "./use-update-user.ts";

const formBody = z.object({ name: userName });

type RenameUserFormProps = { user: DescribedUser; onClose: () => void };

export function RenameUserForm({ user, onClose }: RenameUserFormProps) {
  const { update, refresh, pending } = useUpdateUser(user.isServiceUser);
  const form = useForm({ resolver: zodResolver(formBody), defaultValues: { name: user.name } });
  const { errors } = form.formState;
  const { setFocus } = form;
  useEffect(() => setFocus("name", { shouldSelect: true }), [setFocus]);

  const submit = form.handleSubmit(async ({ name }) => {
    if (name.trim() === user.name) return onClose();
    const result = await update(user, { name });
    if (result === null) return;
    if (!result.ok) return void showFieldErrors(form, result.failure, ["name"]);
    notifySuccess({ title: `${isolated(user.name)} renamed to ${isolated(result.data.name)}` });
    refresh(onClose);
  });

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <div>
        <Field label="Name" error={errors.name?.message && sentence(errors.name.message)}>
          {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
        </Field>
        <SimilarNames kind="user" name={form.watch("name")} id={user.id} />
      </div>
      <DialogFooter className="mt-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          Rename {user.isServiceUser ? "service user" : "user"}
        </Button>
      </DialogFooter>
    </form>
  );
}
