import { type FieldError, type UseFormReturn, useWatch } from "react-hook-form";
import { Button } from "#components/ui/button.tsx";
import { useNow } from "#components/ui/clock.tsx";
import { counted } from "#components/ui/counted.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { DateTime } from "#components/ui/time.tsx";
import { DAY_MS } from "#lib/contract/durations.ts";
import { TOKEN_DAYS } from "#lib/contract/token-limits.ts";
import type { TokenFields } from "./token-fields.ts";

const PRESETS = [7, 30, 90, 365];

type ExpiryFieldProps = {
  form: UseFormReturn<TokenFields>;
  /** The account's maximum, in days. */
  maxDays: number;
};

/** Lifetime of a new token in days, typed or chosen from presets, with the resulting date. */
export function ExpiryField({ form, maxDays }: ExpiryFieldProps) {
  const days = useWatch({ control: form.control, name: "expires_in" });
  const error = form.formState.errors.expires_in;
  const choose = (preset: number) =>
    form.setValue("expires_in", preset, { shouldDirty: true, shouldValidate: true });
  return (
    <Field
      label="Expiration (days)"
      hint={!error && <ExpiryHint days={days} maxDays={maxDays} />}
      error={error && errorText(error, maxDays)}
    >
      {(control) => (
        <div className="flex flex-wrap items-center gap-2">
          <Input
            type="number"
            min={TOKEN_DAYS.min}
            max={maxDays}
            step={1}
            data-testid="access-token-expires-in"
            className="w-24"
            {...control}
            {...form.register("expires_in", { valueAsNumber: true })}
          />
          <Presets days={days} maxDays={maxDays} onChoose={choose} />
        </div>
      )}
    </Field>
  );
}

/** The server's message, which knows a limit that was lowered since; else the allowed range. */
function errorText({ type, message }: FieldError, maxDays: number): string {
  if (type === "server" && message) return message;
  return `Enter a whole number of days from ${TOKEN_DAYS.min} to ${maxDays}${limitText(maxDays)}.`;
}

const limitText = (maxDays: number) =>
  maxDays === TOKEN_DAYS.max ? "" : ", the account's maximum";

/** The allowed presets, the last one being the maximum. */
const presetsUpTo = (maxDays: number) => [...PRESETS.filter((preset) => preset < maxDays), maxDays];

type PresetsProps = {
  days: number | undefined;
  maxDays: number;
  onChoose: (days: number) => void;
};

function Presets({ days, maxDays, onChoose }: PresetsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a second field within this one
    <div role="group" aria-label="Presets" className="flex gap-1">
      {presetsUpTo(maxDays).map((preset) => (
        <Button
          key={preset}
          size="small"
          aria-label={counted(preset, "day")}
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

/** Expiry of a token that is created now. */
function ExpiryHint({ days = Number.NaN, maxDays }: { days: number | undefined; maxDays: number }) {
  const now = useNow();
  const valid = Number.isInteger(days) && days >= TOKEN_DAYS.min && days <= maxDays;
  if (!valid) return `Between ${TOKEN_DAYS.min} and ${maxDays} days${limitText(maxDays)}.`;
  return (
    <>
      Expires <DateTime at={new Date(now + days * DAY_MS)} />.
      {maxDays !== TOKEN_DAYS.max && <span> The account's maximum is {maxDays} days.</span>}
    </>
  );
}
