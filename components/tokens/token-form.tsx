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
import { TOKEN_DAYS } from "#lib/contract/token-limits.ts";
import { createTokenBody } from "#lib/contract/tokens.ts";
import { ExpiryField } from "./expiry-field.tsx";
import { LimitsFields } from "./limits-fields.tsx";
import { shownToken } from "./shown-token.tsx";
import type { TokenFields } from "./token-fields.ts";
import type { TokenHolder } from "./token-owner.ts";
import { useLimits } from "./use-limits.ts";

type TokenFormProps = {
  holder: FormHolder;
  /** Initial value of the name, selected. */
  suggestedName?: string | undefined;
  /** The account's maximum lifetime of new tokens, in days. */
  maxDays: number;
  /** Called with the new token; the popup that shows it is already loaded. */
  onCreated: (shown: ShownOnce) => void;
  onCancel: () => void;
  /** Called when a creation starts or ends; closing would not prevent it. */
  onPending?: (pending: boolean) => void;
  cancelLabel?: string;
};

type FormHolder = TokenHolder & { id: string };

const FIELDS = createTokenBody.keyof().options;

/** The contract's conditions and the account's maximum lifetime. */
const bodyUpTo = (maxDays: number) =>
  createTokenBody.refine(({ expires_in = 0 }) => expires_in <= maxDays, { path: ["expires_in"] });

export function TokenForm({
  holder,
  suggestedName = "",
  maxDays,
  onCreated,
  onCancel,
  onPending,
  cancelLabel = "Cancel",
}: TokenFormProps) {
  const { write, pending } = useWrite();
  const form = useForm<TokenFields>({
    resolver: zodResolver(bodyUpTo(maxDays)),
    defaultValues: { name: suggestedName, expires_in: Math.min(TOKEN_DAYS.preset, maxDays) },
  });
  const { errors } = form.formState;
  const { setFocus } = form;
  // Not fields: a form's values know no difference between none and not yet set.
  const limits = useLimits({ scopes: null, networks: null }, null);
  useEffect(() => setFocus("name", { shouldSelect: true }), [setFocus]);

  useEffect(() => {
    onPending?.(pending);
    return () => onPending?.(false);
  }, [pending, onPending]);

  const submit = form.handleSubmit(async (values) => {
    if (!limits.check()) return;
    const { scopes, networks } = limits;
    const chosen = { scopes: scopes?.slice(), allowed_networks: networks ?? undefined };
    const body = { ...values, name: values.name?.trim(), ...chosen };
    const result = await write("tokens.create", { params: { userId: holder.id }, body });
    if (result === null) return;
    if (!result.ok) return void showFieldErrors(form, result.failure, FIELDS);
    const { plain_token: text, personal_access_token: token } = result.data;
    const expiresAt = new Date(token.expiration_date);
    const { name, scopes: given = null, allowed_networks: from = null } = token;
    onCreated(shownToken({ name, text, expiresAt, scopes: given, allowedNetworks: from, holder }));
  });

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Field label="Name" error={errors.name?.message && sentence(errors.name.message)}>
        {(control) => (
          <Input
            autoComplete="off"
            placeholder="e.g. nightly-backup"
            data-testid="access-token-name"
            {...control}
            {...form.register("name")}
          />
        )}
      </Field>
      <ExpiryField form={form} maxDays={maxDays} />
      <LimitsFields
        holder={holder}
        limits={limits}
        errors={{ scopes: errors.scopes?.message, networks: errors.allowed_networks?.message }}
        onChange={(field) => form.clearErrors(field)}
      />
      <DialogFooter className="sticky -bottom-5 z-10 -mx-5 mt-0 -mb-5 border-t bg-surface px-5 py-4">
        <Button onClick={onCancel}>{cancelLabel}</Button>
        <Button type="submit" variant="primary" pending={pending} data-testid="create-access-token">
          Create access token
        </Button>
      </DialogFooter>
    </form>
  );
}
