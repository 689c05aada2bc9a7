import { type UseFormReturn, useWatch } from "react-hook-form";
import { Button } from "#components/ui/button.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { DateTime } from "#components/ui/time.tsx";
import { DAY } from "#components/ui/time-text.ts";
import { TOKEN_DAYS } from "#lib/contract/fields.ts";
import type { TokenFields } from "./token-form.tsx";

const DAYS_ERROR = `Enter a whole number of days from ${TOKEN_DAYS.min} to ${TOKEN_DAYS.max}.`;
const PRESETS = [7, 30, 90, 365];

/** In how many days a token expires, typed or chosen, and when that would be. */
export function ExpiryField({ form }: { form: UseFormReturn<TokenFields> }) {
  const days = useWatch({ control: form.control, name: "expires_in" });
  const error = form.formState.errors.expires_in;
  const choose = (preset: number) =>
    form.setValue("expires_in", preset, { shouldDirty: true, shouldValidate: true });
  return (
    <Field
      label="Expires in (days)"
      hint={!error && <ExpiryHint days={days} />}
      error={error && DAYS_ERROR}
    >
      {(control) => (
        <div className="flex flex-wrap items-center gap-2">
          <Input
            type="number"
            min={TOKEN_DAYS.min}
            max={TOKEN_DAYS.max}
            step={1}
            data-testid="access-token-expires-in"
            className="w-24"
            {...control}
            {...form.register("expires_in", { valueAsNumber: true })}
          />
          <Presets days={days} onChoose={choose} />
        </div>
      )}
    </Field>
  );
}

type PresetsProps = { days: number | undefined; onChoose: (days: number) => void };

function Presets({ days, onChoose }: PresetsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a second field in this one
    <div role="group" aria-label="Usual numbers of days" className="flex gap-1">
      {PRESETS.map((preset) => (
        <Button
          key={preset}
          size="small"
          aria-label={`${preset} days`}
          aria-pressed={days === preset}
          data-testid={`access-token-days-${preset}`}
          className="px-2 tabular-nums aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
          onClick={() => onChoose(preset)}
        >
          {preset}
        </Button>
      ))}
    </div>
  );
}

/** When a token of that many days, created now, would expire. */
function ExpiryHint({ days = Number.NaN }: { days: number | undefined }) {
  const now = useNow();
  const valid = Number.isInteger(days) && days >= TOKEN_DAYS.min && days <= TOKEN_DAYS.max;
  if (!valid) return `Between ${TOKEN_DAYS.min} and ${TOKEN_DAYS.max} days.`;
  return (
    <>
      It expires on <DateTime at={new Date(now + days * DAY)} />.
    </>
  );
}
