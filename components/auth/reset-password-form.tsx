"use client";

import { lazyResolver } from "#components/shared/lazy-resolver.ts";
import { call } from "#lib/contract/client.ts";
import { LinkPasswordForm, type PasswordFields } from "./link-password-form.tsx";

const schema = lazyResolver<PasswordFields, PasswordFields>(
  async () => (await import("#lib/contract/resets.ts")).acceptResetBody,
);

type ResetPasswordFormProps = { token: string; name: string; email: string };

/** Sets a new password with a reset link, then signs the user in. */
export function ResetPasswordForm({ token, ...holder }: ResetPasswordFormProps) {
  return (
    <LinkPasswordForm
      holder={holder}
      schema={schema}
      send={(password) => call("resets.accept", { params: { reset: token }, body: { password } })}
      words={WORDS}
      label="New password"
      submit="Set password"
    />
  );
}

const WORDS: Record<number, string> = {
  404: "This link was already used or replaced. Ask an owner or admin for a new one.",
  422: "This link has expired. Ask an owner or admin for a new one.",
  429: "Too many attempts from your network. Wait a minute, then try again.",
};
