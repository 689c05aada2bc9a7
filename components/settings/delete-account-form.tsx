"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { Code } from "#components/ui/code.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { type AccountUse, AccountUseText } from "./account-use.tsx";

type DeleteAccountFormProps = {
  accountId: string;
  email: string;
  loss: string;
  use: AccountUse;
  onClose: () => void;
};

/** Shows the effects and deletes the account once its owner has typed their email. */
export function DeleteAccountForm(props: DeleteAccountFormProps) {
  const { accountId, email, loss, use, onClose } = props;
  const input = useRef<HTMLInputElement>(null);
  const { write, pending } = useWrite();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  useEffect(() => input.current?.focus(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    if (typed.trim().toLowerCase() !== email.toLowerCase()) {
      setError(
        typed.trim() === "" ? "Enter your email address." : "This is not your email address.",
      );
      input.current?.focus();
      return;
    }
    setError(undefined);
    const result = await write("accounts.delete", { params: { accountId } });
    if (result?.ok) window.location.replace(OTHER_PAGES.setup);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <div className="grid gap-2 break-words text-quiet">
        <p>
          This deletes <strong className="font-medium text-ink">{loss}</strong>, and all groups,
          invites, sessions and audit events.
        </p>
        <AccountUseText use={use} />
        <p>
          To set up again you need a setup code: run{" "}
          <Code className="text-ink">npm run admin -- setup-code</Code> on the server.
        </p>
        <p>This cannot be undone.</p>
      </div>
      <Field label="Your email" hint={`Type ${email} to confirm.`} error={error}>
        {(control) => (
          <Input
            ref={input}
            autoComplete="off"
            spellCheck={false}
            {...control}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <DialogFooter className="mt-2">
        <Button onClick={onClose} data-testid="confirmation.cancel">
          Cancel
        </Button>
        <Button type="submit" variant="danger" pending={pending} data-testid="confirmation.confirm">
          Delete account
        </Button>
      </DialogFooter>
    </form>
  );
}
