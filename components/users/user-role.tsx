"use client";

import { useRef, useState } from "react";
import { useWrite } from "#components/layout/use-write.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { ExplainedButton } from "#components/ui/explained-button.tsx";
import { Field } from "#components/ui/field.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import type { Role } from "#lib/contract/fields.ts";
import type { UserView } from "#lib/contract/views.ts";
import { can, type PolicyActor } from "#lib/policy/can.ts";
import { wordsOf } from "#lib/policy/refusals.ts";
import { RefusedRoleSelect, RoleSelect } from "./role-select.tsx";
import { PERSON_ROLES, roleName, SERVICE_USER_ROLES } from "./role-words.ts";

type UserRoleProps = { user: UserView; actor: PolicyActor };

/** A user's role: changed and saved here, or shown with the reason why it cannot be changed. */
export function UserRole({ user, actor }: UserRoleProps) {
  const choices = choicesFor(user, actor);
  const others = choices.filter(({ role }) => role !== user.role);
  const refusal = others[0]?.refusal;
  const refused = refusal !== undefined && others.every((choice) => choice.refusal !== undefined);
  if (!refused) return <RoleForm user={user} choices={choices} />;
  return (
    <Field label="Role" hint={refusal}>
      {(control) => <RefusedRoleSelect control={control} value={user.role} refusal={refusal} />}
    </Field>
  );
}

function choicesFor(user: UserView, actor: PolicyActor) {
  const all = user.isServiceUser ? SERVICE_USER_ROLES : PERSON_ROLES;
  return all.map((choice) => {
    const change = { role: choice.role, isBlocked: user.isBlocked };
    const decision = can(actor, "users.update", user, change);
    const refusal = decision.allowed ? undefined : wordsOf(decision.refusal).reason;
    return { ...choice, refusal };
  });
}

type RoleFormProps = { user: UserView; choices: ReturnType<typeof choicesFor> };

function RoleForm({ user, choices }: RoleFormProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const { write, refresh, pending } = useWrite();
  const [role, setRole] = useState<Role>(user.role);
  const [asking, setAsking] = useState(false);

  const save = async () => {
    const result = await write("users.update", {
      params: { userId: user.id },
      body: { role, auto_groups: user.autoGroups, is_blocked: user.isBlocked },
    });
    if (!result?.ok) return;
    notifySuccess({ title: `${user.name} now has the role ${roleName(role)}` });
    refresh(() => setAsking(false));
  };
  return (
    <div className="grid content-start gap-3">
      <Field label="Role" hint={choices.find((choice) => choice.role === role)?.explanation}>
        {(control) => (
          <RoleSelect control={control} value={role} choices={choices} onChange={setRole} />
        )}
      </Field>
      <ExplainedButton
        ref={opener}
        variant="primary"
        pending={pending && !asking}
        refusal={role === user.role ? "Choose another role first." : undefined}
        data-testid="save-changes"
        className="justify-self-start"
        onClick={() => (role === "owner" ? setAsking(true) : void save())}
      >
        Save changes
      </ExplainedButton>
      <ConfirmDialog
        open={asking}
        title={`Make ${user.name} the owner?`}
        action="Transfer ownership"
        pending={pending}
        opener={opener}
        onConfirm={() => void save()}
        onCancel={() => setAsking(false)}
      >
        <p>The ownership passes to {user.name}, and you become an admin.</p>
        <p>Only the new owner can give it back.</p>
      </ConfirmDialog>
    </div>
  );
}
