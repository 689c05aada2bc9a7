import { type FormEvent, useRef, useState } from "react";
import { sentence } from "#components/shared/sentence.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import type { FieldError } from "#lib/contract/problem.ts";
import { type Conditions, filterOf, type MatchPreview } from "./matching-conditions.ts";
import { MatchingFields } from "./matching-fields.tsx";

const EXTENTS = [
  {
    value: "some",
    label: "Meets conditions",
    explanation: "Access tokens that meet all conditions below.",
  },
  {
    value: "all",
    label: "Exists in this account",
    explanation: "All access tokens, also those of other admins.",
  },
];

const NONE = "Enter at least one condition.";

type RevokeMatchingFormProps = {
  conditions: Conditions;
  onChange: (conditions: Conditions) => void;
  onPreview: (preview: MatchPreview) => void;
  onCancel: () => void;
};

/** The conditions of the tokens to revoke. Nothing is revoked before the preview is confirmed. */
export function RevokeMatchingForm(props: RevokeMatchingFormProps) {
  const { conditions, onChange, onPreview, onCancel } = props;
  const { write, pending } = useWrite();
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const show = (found: FieldError[]) => {
    setErrors(found);
    const first = found[0]?.path.replace(/^filter\.?/, "");
    const input = first && form.current?.elements.namedItem(first);
    if (input instanceof HTMLElement) input.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const filter = filterOf(conditions);
    if (Object.keys(filter).length === 0) return show([{ path: "filter", message: NONE }]);
    const result = await write("tokens.revocations.start", { body: { filter, dry_run: true } });
    if (result === null) return;
    if (result.ok) return onPreview(result.data);
    show(result.failure.errors);
  };
  const whole = errors.find(({ path }) => path === "filter");
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
      <RadioCards
        legend="Tokens to revoke"
        value={conditions.all ? "all" : "some"}
        cards={EXTENTS}
        onChange={(extent) => {
          setErrors([]);
          onChange({ ...conditions, all: extent === "all" });
        }}
      />
      {!conditions.all && (
        <MatchingFields
          conditions={conditions}
          errorOf={(field) => {
            const found = errors.find(({ path }) => path === `filter.${field}`);
            return found && sentence(found.message);
          }}
          onChange={onChange}
        />
      )}
      {whole && <FormError>{sentence(whole.message)}</FormError>}
      <DialogFooter className="mt-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} data-testid="preview-matching">
          Preview access tokens
        </Button>
      </DialogFooter>
    </form>
  );
}
