"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { showFieldErrors } from "#components/shared/field-errors.ts";
import { SERVICE_USER_ROLES } from "#components/shared/role-labels.ts";
import { sentence } from "#components/shared/sentence.ts";
import { SimilarNames } from "#components/shared/similar-names.tsx";
import { useWrite } from "#components/shared/use-write.ts";
import { userName } from "#components/shared/user-name.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { Role } from "#lib/contract/fields.ts";
import { AboutFields } from "./about-fields.tsx";
import { RoleSelect } from "./role-select.tsx";
import { useAbout } from "./use-about.ts";

const formBody = z.object({ name: userName });

export type NewServiceUser = { id: string; name: string; role: Role };

type ServiceUserFormProps = {
  onClose: () => void;
  /** Called instead of `onClose` if the token step follows. */
  onTokenWanted: (user: NewServiceUser) => void;
};

export function ServiceUserForm({ onClose, onTokenWanted }: ServiceUserFormProps) {
  const { write, refresh, pending } = useWrite();
  const [tokenWanted, setTokenWanted] = useState(false);
  const [role, setRole] = useState<Role>("user");
  const { about, change, showErrors, ...described } = useAbout();
  const form = useForm({ resolver: zodResolver(formBody), defaultValues: { name: "" } });
  const { errors } = form.formState;
  const { setFocus } = form;
  useEffect(() => setFocus("name"), [setFocus]);

  const create = async (values: z.output<typeof formBody>, withToken: boolean) => {
    setTokenWanted(withToken);
    const name = values.name.trim();
    const result = await write("users.create", {
      body: { name, role, auto_groups: [], is_service_user: true, ...described.body },
    });
    if (result === null) return;
    if (!result.ok) {
      showErrors(result.failure);
      return void showFieldErrors(form, result.failure, ["name"]);
    }
    const { id } = result.data;
    // The list is refreshed after the token step: after an update of Roost that reloads the page.
    if (withToken) return onTokenWanted({ id, name, role });
    notifySuccess({ title: `Service user ${isolated(name)} created` });
    refresh(onClose);
  };

  return (
    <form
      noValidate
      onSubmit={form.handleSubmit((values) => create(values, false))}
      className="grid gap-4"
    >
      <div>
        <Field label="Name" error={errors.name?.message && sentence(errors.name.message)}>
          {(control) => (
            <Input
              autoComplete="off"
              placeholder="e.g. ci-deploy"
              data-testid="service-user-name"
              {...control}
              {...form.register("name")}
            />
          )}
        </Field>
        <SimilarNames kind="user" name={form.watch("name")} />
      </div>
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
      <AboutFields user={about} errors={described.errors} onChange={change} />
      <DialogFooter className="mt-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          pending={pending && tokenWanted}
          aria-disabled={pending}
          data-testid="create-service-user-and-token"
          onClick={form.handleSubmit((values) => create(values, true))}
        >
          Create and add a token
        </Button>
        <Button
          type="submit"
          variant="primary"
          pending={pending && !tokenWanted}
          aria-disabled={pending}
          data-testid="create-service-user"
        >
          Create service user
        </Button>
      </DialogFooter>
    </form>
  );
}
