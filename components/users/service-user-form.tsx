"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { showFieldErrors } from "#components/layout/field-errors.ts";
import { sentence } from "#components/layout/sentence.ts";
import { useWrite } from "#components/layout/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { Role } from "#lib/contract/fields.ts";
import { RoleSelect } from "./role-select.tsx";
import { SERVICE_USER_ROLES } from "./role-words.ts";
import { userName } from "./user-name.ts";

const formBody = z.object({ name: userName });

export function ServiceUserForm({ onClose }: { onClose: () => void }) {
  const { write, refresh, pending } = useWrite();
  const [role, setRole] = useState<Role>("user");
  const form = useForm({ resolver: zodResolver(formBody), defaultValues: { name: "" } });
  const { errors } = form.formState;
  const { setFocus } = form;
  useEffect(() => setFocus("name"), [setFocus]);

  const submit = form.handleSubmit(async (values) => {
    const name = values.name.trim();
    const result = await write("users.create", {
      body: { name, role, auto_groups: [], is_service_user: true },
    });
    if (result === null) return;
    if (!result.ok) return void showFieldErrors(form, result.failure, ["name"]);
    notifySuccess({ title: `Service user ${name} created` });
    refresh(onClose);
  });

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Field
        label="Name"
        hint="Say what uses it, for example ci-deploy."
        error={errors.name?.message && sentence(errors.name.message)}
      >
        {(control) => (
          <Input
            autoComplete="off"
            data-testid="service-user-name"
            {...control}
            {...form.register("name")}
          />
        )}
      </Field>
      <Field
        label="Role"
        hint={SERVICE_USER_ROLES.find((choice) => choice.role === role)?.explanation}
      >
        {(control) => (
          <RoleSelect
            control={control}
            value={role}
            choices={SERVICE_USER_ROLES}
            onChange={setRole}
          />
        )}
      </Field>
      <DialogFooter className="mt-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} data-testid="create-service-user">
          Create service user
        </Button>
      </DialogFooter>
    </form>
  );
}
