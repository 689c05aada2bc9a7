import { type FormEvent, useEffect, useRef, useState } from "react";
import { sentence } from "#components/shared/sentence.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { PasswordInput } from "#components/ui/password-input.tsx";
import { countText } from "./created-by.ts";
import type { MatchFilter, MatchPreview, RevocationProgress } from "./matching-conditions.ts";
import { MatchingTokens } from "./matching-tokens.tsx";

const NEEDED = "Enter your password.";

type RevokeMatchingConfirmProps = {
  filter: MatchFilter;
  preview: MatchPreview;
  proven: boolean;
  onStarted: (revocation: RevocationProgress) => void;
  onBack: () => void;
};

/** What a revocation would do, and its confirmation: with the password if it was not entered recently. */
export function RevokeMatchingConfirm(props: RevokeMatchingConfirmProps) {
  const { filter, preview, proven, onStarted, onBack } = props;
  const { write, pending } = useWrite();
  const [asks, setAsks] = useState(!proven);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const back = useRef<HTMLButtonElement>(null);
  // The pressed button disappeared and took the focus with it.
  useEffect(() => back.current?.focus(), []);
  useEffect(() => {
    if (error !== undefined) field.current?.focus();
  }, [error]);

  const prove = async () => {
    if (password === "") return setError(NEEDED);
    setError(undefined);
    const result = await write("sessions.prove", { body: { password } });
    if (result?.ok) return true;
    const wrong = result?.failure.errors.find(({ path }) => path === "password");
    if (wrong) setError(sentence(wrong.message));
    return false;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (asks && !(await prove())) return;
    const result = await write("tokens.revocations.start", { body: { filter } });
    if (result?.ok && result.data.revocation) return onStarted(result.data.revocation);
    if (result?.ok || !result?.failure.requiredProof) return;
    setAsks(true);
    setError(NEEDED);
  };
  const { matched } = preview;
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
      <p role="status">
        {matched === 0
          ? "No access tokens match."
          : `${countText(matched)} ${matched === 1 ? "matches" : "match"}. Scripts that use them get 401 immediately. This cannot be undone.`}
      </p>
      {matched > 0 && <MatchingTokens preview={preview} />}
      {matched > 0 && asks && (
        <Field label="Your password" error={error}>
          {(control) => (
            <PasswordInput
              {...control}
              ref={field}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              data-testid="matching-password"
            />
          )}
        </Field>
      )}
      <DialogFooter className="mt-2">
        <Button ref={back} onClick={onBack}>
          Change conditions
        </Button>
        {matched > 0 && (
          <Button type="submit" variant="danger" pending={pending} data-testid="start-revocation">
            Revoke {countText(matched)}
          </Button>
        )}
      </DialogFooter>
    </form>
  );
}
