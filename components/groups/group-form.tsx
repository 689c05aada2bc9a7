"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect } from "react";
import { useForm } from "react-hook-form";
import { showFieldErrors } from "#components/shared/field-errors.ts";
import { sentence } from "#components/shared/sentence.ts";
import { SimilarNames } from "#components/shared/similar-names.tsx";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { CallFailure } from "#lib/contract/client.ts";
import { groupBody } from "#lib/contract/groups.ts";
import type { DescribedGroup } from "#lib/contract/views.ts";

const formBody = groupBody.pick({ name: true });

export function CreateGroupForm({ onClose }: { onClose: () => void }) {
  const { write, refresh, pending } = useWrite();
  const create = async (name: string) => {
    const result = await write("groups.create", { body: { name, peers: [], resources: [] } });
    if (!result?.ok) return result?.failure ?? null;
    notifySuccess({ title: `Group ${isolated(name)} created` });
    refresh(onClose);
    return null;
  };
  return (
    <NameForm
      preset=""
      action="Create group"
      pending={pending}
      onSubmit={create}
      onClose={onClose}
    />
  );
}

type RenameGroupFormProps = { group: DescribedGroup; onClose: () => void };

/** An update replaces the whole group, so its members are read again just before. */
export function RenameGroupForm({ group, onClose }: RenameGroupFormProps) {
  const { write, refresh, pending } = useWrite();
  const rename = async (name: string) => {
    const params = { groupId: group.id };
    const present = await write("groups.get", { params });
    if (!present?.ok) return present?.failure ?? null;
    const { peers, resources } = present.data;
    // A NetBird server may answer null for none.
    const body = { name, peers: (peers ?? []).map(({ id }) => id), resources: resources ?? [] };
    const result = await write("groups.update", { params, body });
    if (!result?.ok) return result?.failure ?? null;
    notifySuccess({ title: `Group ${isolated(group.name)} renamed to ${isolated(name)}` });
    refresh(onClose);
    return null;
  };
  return (
    <NameForm
      preset={group.name}
      id={group.id}
      action="Rename group"
      pending={pending}
      onSubmit={rename}
      onClose={onClose}
    />
  );
}

type NameFormProps = {
  preset: string;
  /** The group to rename. */
  id?: string;
  action: string;
  pending: boolean;
  /** Returns the reason if it was refused. */
  onSubmit: (name: string) => Promise<CallFailure | null>;
  onClose: () => void;
};

function NameForm({ preset, id, action, pending, onSubmit, onClose }: NameFormProps) {
  const form = useForm({ resolver: zodResolver(formBody), defaultValues: { name: preset } });
  const { errors, isSubmitting } = form.formState;
  const { setFocus } = form;
  useEffect(() => setFocus("name", { shouldSelect: true }), [setFocus]);

  const submit = form.handleSubmit(async ({ name }) => {
    const failure = await onSubmit(name.trim());
    if (failure === null || showFieldErrors(form, failure, ["name"])) return;
    if (failure.status !== 409) return;
    const message = sentence(failure.message);
    form.setError("name", { type: "server", message }, { shouldFocus: true });
  });

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <div>
        <Field label="Name" error={errors.name?.message && sentence(errors.name.message)}>
          {(control) => (
            <Input
              autoComplete="off"
              data-testid="group-name-input"
              {...control}
              {...form.register("name")}
            />
          )}
        </Field>
        <SimilarNames
          kind="group"
          name={form.watch("name") ?? ""}
          {...(id === undefined ? {} : { id })}
        />
      </div>
      <DialogFooter className="mt-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          pending={pending || isSubmitting}
          data-testid={preset === "" ? "create-group" : "rename-group"}
        >
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}
