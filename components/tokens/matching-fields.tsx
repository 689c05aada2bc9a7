import { PersonPicker } from "#components/shared/person-picker.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Conditions, MatchFilter } from "./matching-conditions.ts";

type MatchingFieldsProps = {
  conditions: Conditions;
  errorOf: (field: keyof MatchFilter) => string | undefined;
  onChange: (conditions: Conditions) => void;
};

const USERS = [
  { of: "owner", field: "user_id", label: "Owner", testId: "matching-owner" },
  { of: "creator", field: "created_by", label: "Created by", testId: "matching-creator" },
] as const;

const TEXTS = [
  {
    of: "unusedDays",
    field: "unused_for_days",
    label: "Unused for (days)",
    hint: "At least as old, without a request in these days.",
    placeholder: "e.g. 90",
  },
  {
    of: "lastUsedFrom",
    field: "last_used_from",
    label: "Last used from (network)",
    hint: "The latest request came from this network.",
    placeholder: "e.g. 192.0.2.0/24",
  },
  {
    of: "usedFrom",
    field: "used_from",
    label: "Ever used from (network)",
    hint: "Any address that the usage shows is in this network.",
    placeholder: "e.g. 2001:db8::/32",
  },
] as const;

/** The fields of the conditions; all that are filled in apply together. */
export function MatchingFields({ conditions, errorOf, onChange }: MatchingFieldsProps) {
  return (
    <>
      {USERS.map(({ of, field, label, testId }) => (
        <Field key={field} label={label} error={errorOf(field)}>
          {(control) => (
            <PersonPicker
              control={control}
              label={label}
              value={conditions[of]}
              placeholder="Any user"
              everyone
              testId={testId}
              onChange={(user) => onChange({ ...conditions, [of]: user })}
            />
          )}
        </Field>
      ))}
      {TEXTS.map(({ of, field, label, hint, placeholder }) => (
        <Field key={field} label={label} hint={hint} error={errorOf(field)}>
          {(control) => (
            <Input
              {...control}
              name={field}
              autoComplete="off"
              inputMode={of === "unusedDays" ? "numeric" : "text"}
              placeholder={placeholder}
              value={conditions[of]}
              onChange={(event) => onChange({ ...conditions, [of]: event.target.value })}
              data-testid={`matching-${field}`}
            />
          )}
        </Field>
      ))}
    </>
  );
}
