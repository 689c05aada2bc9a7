"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect } from "react";
import { useForm } from "react-hook-form";
import { showFieldErrors } from "#components/shared/field-errors.ts";
import { sentence } from "#components/shared/sentence.ts";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { TOKEN_DAYS } from "#lib/contract/fields.ts";
import { createTokenBody } from "#lib/contract/tokens.ts";
import type { TokenView } from "#lib/contract/views.ts";
import { cloneDefaults } from "./clone-defaults.ts";
import { ExpiryField } from "./expiry-field.tsx";
import { shownToken } from "./shown-token.tsx";
import type { AllTokenFields, TokenFields } from "./token-fields.ts";

type TokenFormProps = {
  userId: string;
  /** A name to begin with, all of it selected. */
  suggestedName?: string | undefined;
  /** What the new one is to replace: it begins with its name and its lifetime. */
  replaced?: TokenView | undefined;
  /** Most days that the account lets a new token live. */
  maxDays: number;
  /** Gets the new token for the popup that shows it, whose code is here before the token is. */
  onCreated: (shown: ShownOnce) => void;
  onCancel: () => void;
  /** Learns whether a token is being made, which closing would not prevent. */
  onPending?: (pending: boolean) => void;
  cancelLabel?: string;
};

const FIELDS = createTokenBody.keyof().options;

/** The contract's own conditions, and the account's. */
const bodyUpTo = (maxDays: number) =>
  createTokenBody.refine(({ expires_in }) => expires_in <= maxDays, { path: ["expires_in"] });

export function TokenForm({
  userId,
  suggestedName = "",
  replaced,
  maxDays,
  onCreated,
  onCancel,
  onPending,
  cancelLabel = "Cancel",
}: TokenFormProps) {
  const { write, pending } = useWrite();
  const fresh = { name: suggestedName, expires_in: Math.min(TOKEN_DAYS.preset, maxDays) };
  const begun: AllTokenFields = replaced ? cloneDefaults(replaced, maxDays) : fresh;
  const form = useForm<TokenFields>({
    resolver: zodResolver(bodyUpTo(maxDays)),
    defaultValues: begun,
  });
  const { errors } = form.formState;
  const { setFocus } = form;
  useEffect(() => setFocus("name", { shouldSelect: true }), [setFocus]);

  useEffect(() => {
    onPending?.(pending);
    return () => onPending?.(false);
  }, [pending, onPending]);

  const submit = form.handleSubmit(async (values) => {
    const body = { ...values, name: values.name?.trim() };
    const result = await write("tokens.create", { params: { userId }, body });
    if (result === null) return;
    if (!result.ok) return void showFieldErrors(form, result.failure, FIELDS);
    const { plain_token: text, personal_access_token: token } = result.data;
    const expiresAt = new Date(token.expiration_date);
    onCreated(shownToken({ name: token.name, text, expiresAt }));
  });

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Field
        label="Name"
        hint="Say where it is used, for example nightly-backup."
        error={errors.name?.message && sentence(errors.name.message)}
      >
        {(control) => (
          <Input
            autoComplete="off"
            data-testid="access-token-name"
            {...control}
            {...form.register("name")}
          />
        )}
      </Field>
      <ExpiryField form={form} maxDays={maxDays} />
      <DialogFooter className="mt-2">
        <Button onClick={onCancel}>{cancelLabel}</Button>
        <Button type="submit" variant="primary" pending={pending} data-testid="create-access-token">
          Create access token
        </Button>
      </DialogFooter>
    </form>
  );
}
