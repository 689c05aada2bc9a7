"use client";

import { lazyResolver } from "#components/shared/lazy-resolver.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { call } from "#lib/contract/client.ts";
import { LinkPasswordForm, type PasswordFields } from "./link-password-form.tsx";

const schema = lazyResolver<PasswordFields, PasswordFields>(
  async () => (await import("#lib/contract/invites.ts")).acceptInviteBody,
);

type AcceptInviteFormProps = { token: string; name: string; email: string };

/** Accepts an invite with a password, then signs the user in. */
export function AcceptInviteForm({ token, ...holder }: AcceptInviteFormProps) {
  return (
    <LinkPasswordForm
      holder={holder}
      schema={schema}
      send={(password) => call("invites.accept", { params: { invite: token }, body: { password } })}
      words={WORDS}
      label="Password"
      submit="Accept invite"
      emailHint="Used to sign in."
    >
      <Field label="Name">
        {(control) => (
          <Input
            readOnly
            autoComplete="off"
            className="bg-sunken"
            {...control}
            value={holder.name}
          />
        )}
      </Field>
    </LinkPasswordForm>
  );
}

const WORDS: Record<number, string> = {
  404: "This invite was already used, deleted or replaced. Sign in, or ask for a new one.",
  409: "A user with this email already exists. Sign in instead.",
  422: "This invite is no longer valid. Ask for a new link.",
  429: "Too many attempts from your network. Wait a minute, then try again.",
};
