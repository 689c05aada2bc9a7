import { numberText } from "#components/ui/counted.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { NumberSetting } from "./setting-labels.ts";

function errorOf({ range, empty }: NumberSetting): string {
  const wanted = `Enter a whole number from ${range.min} to ${numberText(range.max)}`;
  return empty === undefined ? `${wanted}.` : `${wanted}, or leave it empty.`;
}

type SettingNumberProps = {
  setting: NumberSetting;
  /** The text of the field. */
  text: string;
  wrong: boolean;
  /** Why the reader may not change this one; the form says why none of all. */
  reason: string | undefined;
  refused: boolean;
  onChange: (text: string) => void;
};

/** A numeric setting with its hint. */
export function SettingNumber(props: SettingNumberProps) {
  const { setting, text, wrong, reason, refused, onChange } = props;
  return (
    <Field
      label={setting.label}
      hint={reason === undefined ? setting.hint : `${setting.hint} ${reason}`}
      error={wrong ? errorOf(setting) : undefined}
    >
      {(control) => (
        // Not type="number", which reports invalid input as empty.
        <Input
          {...control}
          name={setting.key}
          inputMode="numeric"
          autoComplete="off"
          placeholder={setting.empty}
          value={text}
          readOnly={refused}
          onChange={(event) => onChange(event.target.value)}
          className="w-28 read-only:bg-sunken"
        />
      )}
    </Field>
  );
}
