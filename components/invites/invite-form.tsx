"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { createChosen } from "#components/groups/create-chosen.ts";
import type { GroupRef } from "#components/groups/group-options.ts";
import { GroupPicker } from "#components/groups/group-picker.tsx";
import { groupRefusal } from "#components/groups/group-refusals.ts";
import { showFieldErrors } from "#components/shared/field-errors.ts";
import { PERSON_ROLES } from "#components/shared/role-labels.ts";
import { sentence } from "#components/shared/sentence.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { RoleSelect } from "#components/users/role-select.tsx";
import type { Role } from "#lib/contract/fields.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { INVITE_DAYS, inviteForm, personForm } from "./invite-schema.ts";
import { type InviteMethod, useInvite } from "./use-invite.ts";

type InviteFormProps = {
  actor: PolicyActor;
  onMade: (made: ShownOnce) => void;
  onCancel: () => void;
};
type Values = { name: string; email: string; days: number };

const METHODS = [
  { value: "link", label: "Invite link", explanation: "They set their own password." },
  {
    value: "password",
    label: "Generated password",
    explanation: "You share it with them. They must change it at their first sign-in.",
  },
] as const;
/** Ownership is only ever transferred. */
const ROLES = PERSON_ROLES.filter(({ role }) => role !== "owner");

export function InviteForm({ actor, onMade, onCancel }: InviteFormProps) {
  const [method, setMethod] = useState<InviteMethod>("link");
  const [role, setRole] = useState<Role>("user");
  const [groups, setGroups] = useState<readonly GroupRef[]>([]);
  const { invite, write, pending } = useInvite();
  const form = useForm<Values>({
    resolver: zodResolver(method === "link" ? inviteForm : personForm),
    defaultValues: { name: "", email: "", days: INVITE_DAYS.preset },
  });
  const { setFocus } = form;
  useEffect(() => setFocus("name"), [setFocus]);

  const submit = form.handleSubmit(async (values) => {
    const person = { name: values.name.trim(), email: values.email.trim() };
    const created = await createChosen(groups, write);
    setGroups(created.groups);
    if (!created.complete) return;
    const rights = { role, auto_groups: created.groups.map(({ id }) => id) };
    const result = await invite(method, { ...person, ...rights, days: values.days });
    if (result === null) return;
    if (result.ok) return onMade(result.made);
    const isShown = showFieldErrors(form, result.failure, ["name", "email"]);
    // Only the email can belong to another user or invite.
    if (!isShown && result.failure.status === 409) {
      const message = sentence(result.failure.message);
      form.setError("email", { type: "server", message }, { shouldFocus: true });
    }
  });

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <RadioCards
        legend="Method"
        value={method}
        cards={METHODS}
        onChange={(next) => setMethod(next === "link" ? "link" : "password")}
      />
      <PersonFields form={form} />
      <Field label="Role" hint={ROLES.find((choice) => choice.role === role)?.explanation}>
        {(control) => (
          <RoleSelect control={control} value={role} choices={ROLES} onChange={setRole} />
        )}
      </Field>
      {method === "link" && <DaysField form={form} />}
      <Field label="Auto-assigned groups">
        {(control) => (
          <GroupPicker
            control={control}
            value={groups}
            onChange={setGroups}
            createRefusal={groupRefusal(actor, "groups.create")}
          />
        )}
      </Field>
      <DialogFooter className="mt-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} data-testid="invite-user">
          {method === "link" ? "Create invite link" : "Create user"}
        </Button>
      </DialogFooter>
    </form>
  );
}

type FieldsProps = { form: UseFormReturn<Values> };

const wordsOf = (error: { message?: string } | undefined) =>
  error?.message && sentence(error.message);

function PersonFields({ form }: FieldsProps) {
  const { errors } = form.formState;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Name" error={wordsOf(errors.name)}>
        {(control) => <Input autoComplete="off" {...control} {...form.register("name")} />}
      </Field>
      <Field label="Email" error={wordsOf(errors.email)}>
        {(control) => (
          <Input
            type="text"
            inputMode="email"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            {...control}
            {...form.register("email")}
          />
        )}
      </Field>
    </div>
  );
}

function DaysField({ form }: FieldsProps) {
  return (
    <Field label="Expiration (days)" error={wordsOf(form.formState.errors.days)}>
      {(control) => (
        <Input
          type="number"
          min={INVITE_DAYS.min}
          max={INVITE_DAYS.max}
          step={1}
          className="max-w-32"
          {...control}
          {...form.register("days", { valueAsNumber: true })}
        />
      )}
    </Field>
  );
}
