import { useId } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { FieldError } from "#components/ui/field.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";

type LimitFieldProps<Value extends string> = {
  legend: string;
  /** Of both choices, with what each means. */
  any: { label: string; explanation: string };
  some: { label: string; explanation: string };
  choices: readonly { value: Value; label: string }[];
  /** Null for any. */
  value: readonly Value[] | null;
  error: string | undefined;
  onChange: (value: Value[] | null) => void;
};

/** Any value, or some of them: two choices, so that clearing a list never opens more. */
export function LimitField<Value extends string>(props: LimitFieldProps<Value>) {
  const { legend, any, some, choices, value, error, onChange } = props;
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-2">
      <h3 id={id} className="font-medium">
        {legend}
      </h3>
      <RadioCards
        legend={legend}
        value={value === null ? "any" : "some"}
        cards={[
          { value: "any", ...any },
          { value: "some", ...some },
        ]}
        onChange={(chosen) => onChange(chosen === "any" ? null : [])}
      />
      {value !== null && (
        <CheckList legend={legend} choices={choices} value={value} onChange={onChange} />
      )}
      {error && <FieldError>{error}</FieldError>}
    </section>
  );
}

type CheckListProps<Value extends string> = {
  legend: string;
  choices: readonly { value: Value; label: string; explanation?: string }[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
};

/** Some of a few choices. */
export function CheckList<Value extends string>(props: CheckListProps<Value>) {
  const { legend, choices, value, onChange } = props;
  const id = useId();
  const explained = choices.some(({ explanation }) => explanation !== undefined);
  return (
    <fieldset className={explained ? "grid gap-2" : "flex flex-wrap gap-x-5 gap-y-1.5"}>
      <legend className="sr-only">{legend}</legend>
      {choices.map((choice) => (
        <div key={choice.value} className="flex items-start gap-2">
          <Checkbox
            id={`${id}-${choice.value}`}
            className="-mt-1"
            checked={value.includes(choice.value)}
            aria-describedby={choice.explanation && `${id}-${choice.value}-hint`}
            onChange={({ target }) => {
              const others = value.filter((one) => one !== choice.value);
              onChange(target.checked ? [...others, choice.value] : others);
            }}
          />
          <span className="grid">
            <label htmlFor={`${id}-${choice.value}`} className="cursor-pointer">
              {choice.label}
            </label>
            {choice.explanation && (
              <span id={`${id}-${choice.value}-hint`} className="text-quiet text-xs">
                {choice.explanation}
              </span>
            )}
          </span>
        </div>
      ))}
    </fieldset>
  );
}
