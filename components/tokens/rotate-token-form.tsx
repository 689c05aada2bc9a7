import { type FormEvent, useEffect, useRef, useState } from "react";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { TOKEN_DAYS } from "#lib/contract/token-limits.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { OldSecretEnd } from "./old-secret-end.tsx";
import {
  type Ending,
  endingText,
  FIRST_ENDING,
  LEAKED_ENDING,
  rotationOf,
} from "./rotation-ending.ts";
import { shownToken } from "./shown-token.tsx";
import type { TokenHolder } from "./token-owner.ts";

type RotateTokenFormProps = {
  token: TokenView;
  /** The owner of the token. */
  holder: TokenHolder;
  /** The account's maximum lifetime of new tokens, in days. */
  maxDays: number;
  /** Called with the new secret; the popup that shows it is already loaded. */
  onRotated: (shown: ShownOnce) => void;
  onCancel: () => void;
  /** Called when a rotation starts or ends; closing would not prevent it. */
  onPending: (pending: boolean) => void;
};

/** When the old secret of a token ends, and how long the new one lives. */
export function RotateTokenForm(props: RotateTokenFormProps) {
  const { token, holder, maxDays, onRotated, onCancel, onPending } = props;
  const { write, pending } = useWrite();
  const isLeaked = token.disabledReason === "leak";
  const [ending, setEnding] = useState<Ending>(isLeaked ? LEAKED_ENDING : FIRST_ENDING);
  const [days, setDays] = useState("");
  const [checked, setChecked] = useState(false);
  const daysField = useRef<HTMLInputElement>(null);
  const wrong = days !== "" && !isLifetime(days, maxDays);
  useEffect(() => {
    onPending(pending);
    return () => onPending(false);
  }, [pending, onPending]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (wrong) return daysField.current?.focus();
    const params = { userId: token.userId, tokenId: token.id };
    const lifetime = days === "" ? {} : { expires_in: Number(days) };
    const result = await write("tokens.rotate", {
      params,
      body: { ...rotationOf(ending), ...lifetime },
    });
    if (!result?.ok) return;
    const { plain_token: text, personal_access_token: made } = result.data;
    onRotated({
      ...shownToken({
        ...{ name: made.name, text, expiresAt: new Date(made.expiration_date), holder },
        ...{ scopes: made.scopes ?? null, allowedNetworks: made.allowed_networks ?? null },
      }),
      title: "Access token rotated",
      note: endingText(ending),
    });
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
      <OldSecretEnd token={token} ending={ending} fixed={isLeaked} onChange={setEnding} />
      <Field
        label="Expiration (days)"
        hint={`Empty for the lifetime of the old secret. At most ${maxDays} days.`}
        error={checked && wrong ? rangeText(maxDays) : undefined}
      >
        {(control) => (
          <Input
            ref={daysField}
            inputMode="numeric"
            autoComplete="off"
            value={days}
            onChange={(event) => setDays(event.target.value.trim())}
            data-testid="rotation-expires-in"
            className="w-24"
            {...control}
          />
        )}
      </Field>
      <DialogFooter className="mt-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} data-testid="rotate-token">
          Rotate access token
        </Button>
      </DialogFooter>
    </form>
  );
}

const isLifetime = (days: string, maxDays: number) =>
  /^\d+$/.test(days) && Number(days) >= TOKEN_DAYS.min && Number(days) <= maxDays;

const rangeText = (maxDays: number) =>
  `Enter a whole number of days from ${TOKEN_DAYS.min} to ${maxDays}.`;
