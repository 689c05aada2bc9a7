"use client";

import { ChevronDown } from "lucide-react";
import { type RoleChoice, roleName } from "#components/shared/role-labels.ts";
import type { FieldControl } from "#components/ui/field.tsx";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Role } from "#lib/contract/fields.ts";

const TEST_ID = "user-role-selector";

type RoleSelectProps = {
  control: FieldControl;
  value: Role;
  choices: readonly (RoleChoice & { refusal?: string | undefined })[];
  onChange: (role: Role) => void;
};

/** A select of roles, each with an explanation or the reason why it is not available. */
export function RoleSelect({ control, value, choices, onChange }: RoleSelectProps) {
  const choose = (next: string) => {
    const chosen = choices.find(({ role }) => role === next);
    if (chosen && chosen.refusal === undefined) onChange(chosen.role);
  };
  return (
    <Select
      control={control}
      value={value}
      options={choices.map(({ role, ...choice }) => ({
        ...choice,
        value: role,
        label: roleName(role),
      }))}
      onChange={choose}
      testId={TEST_ID}
    />
  );
}

type RefusedRoleSelectProps = { control: FieldControl; value: Role; refusal: string };

/** A role that the reader cannot change, with the reason. */
export function RefusedRoleSelect({ control, value, refusal }: RefusedRoleSelectProps) {
  return (
    <GuardedButton
      id={control.id}
      aria-labelledby={`${control.id}-label ${control.id}`}
      disabledReason={refusal}
      data-testid={TEST_ID}
      className="w-full justify-between px-3 font-normal"
    >
      {roleName(value)}
      <ChevronDown aria-hidden />
    </GuardedButton>
  );
}
