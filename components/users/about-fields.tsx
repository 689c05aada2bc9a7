import { ContactLink } from "#components/shared/contact-link.tsx";
import { PersonPicker } from "#components/shared/person-picker.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { PersonRef } from "#lib/contract/views.ts";
import { RepeatedReason } from "./repeated-reason.tsx";
import type { UserChanges } from "./user-changes.ts";

const DESCRIPTION_MAX = 500;

type AboutFieldsProps = {
  user: { description: string; contact: PersonRef | null };
  /** Why they cannot be changed; shown by the form. */
  refusal?: string | undefined;
  errors: Partial<Record<"description" | "contact", string>>;
  onChange: (change: Pick<UserChanges, "description" | "contact">) => void;
};

/** What a service user is for and whom to ask about it: to edit, or read-only with the reason. */
export function AboutFields({ user, refusal, errors, onChange }: AboutFieldsProps) {
  const reason = refusal && <RepeatedReason>{refusal}</RepeatedReason>;
  return (
    <>
      <Field label="Description (optional)" hint={reason} error={errors.description}>
        {(control) => (
          <Input
            autoComplete="off"
            maxLength={DESCRIPTION_MAX}
            placeholder={refusal === undefined ? "What it is for" : undefined}
            readOnly={refusal !== undefined}
            className="read-only:bg-sunken"
            data-testid="service-user-description"
            {...control}
            value={user.description}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
      <Field label="Contact (optional)" hint={reason} error={errors.contact}>
        {(control) =>
          refusal === undefined ? (
            <PersonPicker
              control={control}
              label="Contact"
              testId="user-contact-selector"
              value={user.contact}
              placeholder="Who to ask about it"
              onChange={(contact) => onChange({ contact })}
            />
          ) : (
            <div id={control.id}>
              <ContactLink contact={user.contact} />
            </div>
          )
        }
      </Field>
    </>
  );
}
