import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { TOKEN_DAYS } from "#lib/contract/fields.ts";
import type { DaysSetting } from "./setting-words.ts";

const ERROR = `Enter a whole number of days from ${TOKEN_DAYS.min} to ${TOKEN_DAYS.max}, or leave it empty.`;

type SettingDaysProps = {
  setting: DaysSetting;
  /** As it stands in the field. */
  text: string;
  wrong: boolean;
  refused: boolean;
  onChange: (text: string) => void;
};

/** A number of days, or none, with what it means. */
export function SettingDays({ setting, text, wrong, refused, onChange }: SettingDaysProps) {
  return (
    <Field label={setting.label} hint={setting.hint} error={wrong ? ERROR : undefined}>
      {(control) => (
        // Not of the type number, which reads as empty what is none.
        <Input
          {...control}
          name={setting.key}
          inputMode="numeric"
          autoComplete="off"
          placeholder="No limit"
          value={text}
          readOnly={refused}
          onChange={(event) => onChange(event.target.value)}
          className="w-28 read-only:bg-sunken"
        />
      )}
    </Field>
  );
}
