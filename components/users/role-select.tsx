"use client";

import { ChevronDown } from "lucide-react";
import { ExplainedButton } from "#components/ui/explained-button.tsx";
import type { FieldControl } from "#components/ui/field.tsx";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "#components/ui/select.tsx";
import type { Role } from "#lib/contract/fields.ts";
import { type RoleChoice, roleName } from "./role-words.ts";

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
    if (chosen) onChange(chosen.role);
  };
  return (
    <Select value={value} onValueChange={choose}>
      <SelectTrigger {...control} data-testid="user-role-selector">
        <SelectValue>{roleName(value)}</SelectValue>
      </SelectTrigger>
      <SelectContent>
        {choices.map(({ role, explanation, refusal }) => (
          <SelectItem
            key={role}
            value={role}
            disabled={refusal !== undefined}
            data-testid="user-role-selector-item"
            label={roleName(role)}
            explanation={refusal ?? explanation}
          />
        ))}
      </SelectContent>
    </Select>
  );
}

type RefusedRoleSelectProps = { control: FieldControl; value: Role; refusal: string };

/** A role that the reader cannot change, with the reason. */
export function RefusedRoleSelect({ control, value, refusal }: RefusedRoleSelectProps) {
  return (
    <ExplainedButton
      id={control.id}
      refusal={refusal}
      data-testid="user-role-selector"
      className="w-full justify-between px-3 font-normal"
    >
      {roleName(value)}
      <ChevronDown aria-hidden />
    </ExplainedButton>
  );
}
