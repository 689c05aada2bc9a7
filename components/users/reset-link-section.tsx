"use client";

import { useRef, useState } from "react";
import { Section } from "#components/shared/section.tsx";
import { useWrite } from "#components/shared/use-write.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { useLazyModule } from "#components/ui/lazy-module.tsx";
import { shownOnceModule, showOnce } from "#components/ui/shown-once.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { GENERATED_PASSWORD_DAYS } from "#lib/contract/generated-password.ts";
import { passwordResetPath } from "#lib/contract/page-paths.ts";
import type { DescribedUser } from "#lib/contract/views.ts";

type ResetLinkSectionProps = {
  user: Pick<DescribedUser, "id" | "name" | "email" | "generatedPassword">;
};

/** Creates a one-time link to reset a lost password. */
export function ResetLinkSection({ user }: ResetLinkSectionProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const { write, pending } = useWrite();
  const close = () => setAsking(false);
  // The popup that shows the link is loaded before the link is created.
  const ready = useLazyModule(shownOnceModule, asking, { by: opener, onFailure: close }) !== null;
  const confirm = async () => {
    const result = await write("resets.create", { params: { userId: user.id } });
    if (!result?.ok) return;
    close();
    showOnce({ shown: shownReset(user, result.data.reset_token), opener, onClose: () => {} });
  };
  return (
    <Section
      id="password"
      title="Password"
      description={<ResetReason user={user} />}
      action={
        <Button ref={opener} onClick={() => setAsking(true)}>
          Create reset link
        </Button>
      }
    >
      <ConfirmDialog
        open={asking && ready}
        title={`Create a reset link for ${user.name}?`}
        action="Create reset link"
        tone="primary"
        pending={pending}
        opener={opener}
        onConfirm={() => void confirm()}
        onCancel={close}
      >
        <p>Earlier links stop working. The password changes only when the new link is used.</p>
      </ConfirmDialog>
    </Section>
  );
}

/** When a link is needed. */
function ResetReason({ user: { name, generatedPassword: generated } }: ResetLinkSectionProps) {
  if (generated?.state === "expired") {
    return `${name} did not change the generated password within ${GENERATED_PASSWORD_DAYS} days and can no longer sign in. Create a link to set a new one.`;
  }
  const lost = `If ${name} lost ${generated ? "it" : "the password"}, create a link to set a new one.`;
  if (generated === null) return lost;
  return (
    <>
      {name} has not changed the generated password yet. It expires{" "}
      <RelativeTime at={generated.endsAt} />. {lost}
    </>
  );
}

const shownReset = ({ name, email }: Pick<DescribedUser, "name" | "email">, token: string) => ({
  title: "Reset link created",
  description: `Send this link to ${name} (${email}). Anyone who has it can set the password. It works once, within one hour, and cannot be shown again.`,
  secret: { label: "Reset link", text: `${window.location.origin}${passwordResetPath(token)}` },
  copyLabel: "Copy link",
});
