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
import { isolated } from "#components/ui/isolated.ts";
import { notifySuccess } from "#components/ui/notify.tsx";
import { describeTokenBody } from "#lib/contract/tokens.ts";
import type { TokenView } from "#lib/contract/views.ts";

type DescribeTokenFormProps = { token: TokenView; onClose: () => void };

/** The description of a token; empty for none. */
export function DescribeTokenForm({ token, onClose }: DescribeTokenFormProps) {
  const { write, refresh, pending } = useWrite();
  const form = useForm({
    resolver: zodResolver(describeTokenBody),
    defaultValues: { description: token.description },
  });
  const { setFocus } = form;
  useEffect(() => setFocus("description"), [setFocus]);
  const submit = form.handleSubmit(async ({ description }) => {
    const params = { userId: token.userId, tokenId: token.id };
    const result = await write("tokens.describe", {
      params,
      body: { description: description.trim() },
    });
    if (result === null) return;
    if (!result.ok) return void showFieldErrors(form, result.failure, ["description"]);
    notifySuccess({ title: `Description of ${isolated(token.name)} saved` });
    refresh(onClose);
  });
  const { message } = form.formState.errors.description ?? {};
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Field label="Description" error={message && sentence(message)}>
        {(control) => (
          <Input
            autoComplete="off"
            placeholder="e.g. nightly backup of groups"
            data-testid="token-description"
            {...control}
            {...form.register("description")}
          />
        )}
      </Field>
      <DialogFooter className="mt-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending} data-testid="save-description">
          Save description
        </Button>
      </DialogFooter>
    </form>
  );
}
