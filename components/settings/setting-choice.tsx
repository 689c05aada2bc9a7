import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ChoiceSetting } from "./setting-labels.ts";

type SettingChoiceProps = {
  setting: ChoiceSetting;
  value: string;
  /** Why the reader may not change it. */
  refusal: string | undefined;
  onChange: (value: string) => void;
};

/** A setting with a few values and the effect of the selected one. */
export function SettingChoice({ setting, value, refusal, onChange }: SettingChoiceProps) {
  const { key, label, options } = setting;
  const chosen = options.find((option) => option.value === value);
  return (
    <Field label={label} hint={chosen?.explanation}>
      {(control) => (
        <Select
          control={control}
          value={value}
          options={options.map((option) => ({ ...option, refusal }))}
          onChange={onChange}
          testId={key}
        />
      )}
    </Field>
  );
}
