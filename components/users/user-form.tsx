"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { LazyUnsavedGuard } from "#components/shared/lazy-unsaved-guard.tsx";
import { SimilarNames } from "#components/shared/similar-names.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { Input } from "#components/ui/input.tsx";
import type { DescribedUser } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { AboutFields } from "./about-fields.tsx";
import { BlockSwitch } from "./block-switch.tsx";
import { GroupsField } from "./groups-field.tsx";
import { LazyOwnershipDialog } from "./lazy-ownership-dialog.tsx";
import { RepeatedReason } from "./repeated-reason.tsx";
import { RoleField } from "./role-field.tsx";
import { updateRefusal } from "./update-refusals.ts";
import { useUserDraft } from "./use-user-draft.ts";

type UserFormProps = { user: DescribedUser; actor: PolicyActor };

/** Name, role, groups and block of a user, what a service user is for and its contact, saved together; only changed fields are sent. */
export function UserForm({ user, actor }: UserFormProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [asking, setAsking] = useState(false);
  const draft = useUserDraft(user);
  const { shown, errors, unsaved, pending } = draft;
  const refusal = updateRefusal(actor, user);
  // On a phone the refused field may be out of sight of the pressed button.
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [errors]);
  const save = async () => {
    await draft.save();
    setAsking(false);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!unsaved || pending || !(await draft.check())) return;
    if (draft.changes.role === "owner") setAsking(true);
    else await save();
  };
  return (
    <form ref={form} noValidate aria-label="Details" onSubmit={submit} className="grid gap-5">
      {refusal && <p className="text-quiet">Read-only. {refusal}</p>}
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        <div className="grid content-start">
          <Field
            label="Name"
            hint={refusal && <RepeatedReason>{refusal}</RepeatedReason>}
            error={errors.name}
          >
            {(control) => (
              <Input
                autoComplete="off"
                spellCheck={false}
                readOnly={refusal !== undefined}
                className="read-only:bg-sunken"
                {...control}
                value={shown.name}
                onChange={(event) => draft.touch({ name: event.target.value })}
              />
            )}
          </Field>
          <SimilarNames kind="user" name={draft.changes.name ?? ""} id={user.id} />
        </div>
        <RoleField
          user={user}
          actor={actor}
          formReason={refusal}
          value={shown.role}
          error={errors.role}
          onChange={(role) => draft.touch({ role })}
        />
        {user.isServiceUser && (
          <AboutFields user={shown} refusal={refusal} errors={errors} onChange={draft.touch} />
        )}
        <GroupsField
          user={shown}
          actor={actor}
          refusal={refusal}
          error={errors.auto_groups}
          onChange={draft.touchGroups}
        />
        <BlockSwitch
          user={user}
          actor={actor}
          shownAbove={refusal}
          blocked={shown.isBlocked}
          onChange={(isBlocked) => draft.touch({ isBlocked })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <GuardedButton
          ref={opener}
          type="submit"
          variant="primary"
          pending={pending && !asking}
          disabledReason={refusal ?? (unsaved ? undefined : "No changes to save.")}
          data-testid="save-changes"
        >
          Save changes
        </GuardedButton>
        {unsaved && !pending && <Button onClick={draft.reset}>Discard</Button>}
      </div>
      <LazyOwnershipDialog
        user={user}
        open={asking}
        pending={pending}
        opener={opener}
        onConfirm={() => void save()}
        onCancel={() => setAsking(false)}
      />
      <LazyUnsavedGuard unsaved={unsaved && !pending} opener={opener} />
    </form>
  );
}
