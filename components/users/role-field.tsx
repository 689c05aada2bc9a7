import { Field } from "#components/ui/field.tsx";
import type { Role } from "#lib/contract/fields.ts";
import type { DescribedUser } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { RefusedRoleSelect, RoleSelect } from "./role-select.tsx";
import { roleChoices } from "./update-refusals.ts";

type RoleFieldProps = {
  user: DescribedUser;
  actor: PolicyActor;
  /** Why the user cannot be changed, if the form shows it already. */
  formReason: string | undefined;
  value: Role;
  error: string | undefined;
  onChange: (role: Role) => void;
};

/** A user's role: a select, or read-only with the reason. */
export function RoleField({ user, actor, formReason, value, error, onChange }: RoleFieldProps) {
  const choices = roleChoices(actor, user);
  const others = choices.filter(({ role }) => role !== user.role);
  const refusal = others[0]?.refusal;
  if (refusal !== undefined && others.every((choice) => choice.refusal !== undefined)) {
    return (
      <Field label="Role" hint={refusal === formReason ? undefined : refusal}>
        {(control) => <RefusedRoleSelect control={control} value={user.role} refusal={refusal} />}
      </Field>
    );
  }
  const hint =
    value === "owner" && user.role !== "owner"
      ? "Saving transfers ownership and makes you an admin."
      : choices.find((choice) => choice.role === value)?.explanation;
  return (
    <Field label="Role" hint={hint} error={error}>
      {(control) => (
        <RoleSelect control={control} value={value} choices={choices} onChange={onChange} />
      )}
    </Field>
  );
}
