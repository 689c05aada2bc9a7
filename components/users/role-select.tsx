"use client";

import { ChevronDown } from "lucide-react";
import { type RoleChoice, roleName } from "#components/shared/role-labels.ts";
import { Choice } from "#components/ui/choice.tsx";
import { ExplainedButton } from "#components/ui/explained-button.tsx";
import type { FieldControl } from "#components/ui/field.tsx";
import type { Role } from "#lib/contract/fields.ts";

const TEST_ID = "user-role-selector";

type RoleSelectProps = {
  control: FieldControl;
  value: Role;
  choices: readonly (RoleChoice & { refusal?: string | undefined })[];
  onChange: (role: Role) => void;
};

/** Chooses a role; every role is explained, or says why it cannot be chosen. */
export function RoleSelect({ control, value, choices, onChange }: RoleSelectProps) {
  const choose = (next: string) => {
    const chosen = choices.find(({ role }) => role === next);
    if (chosen && chosen.refusal === undefined) onChange(chosen.role);
  };
  return (
    <Choice
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
    <ExplainedButton
      id={control.id}
      aria-labelledby={`${control.id}-label ${control.id}`}
      refusal={refusal}
      data-testid={TEST_ID}
      className="w-full justify-between px-3 font-normal"
    >
      {roleName(value)}
      <ChevronDown aria-hidden />
    </ExplainedButton>
  );
}
