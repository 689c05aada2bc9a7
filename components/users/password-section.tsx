"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { ChangePasswordForm } from "#components/passwords/change-password-form.tsx";
import { Section } from "#components/shared/section.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";

type PasswordSectionProps = { user: { id: string; name: string; email: string } };

/** The form to change the reader's own password. */
export function PasswordSection({ user }: PasswordSectionProps) {
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const say = () => {
    notifySuccess({ title: "Password changed", description: "Your other sessions were ended." });
    startTransition(() => router.refresh());
  };
  return (
    <Section
      id="password"
      title="Password"
      description="Changing it signs you out in other browsers. Access tokens keep working."
    >
      <ChangePasswordForm user={user} busy={refreshing} onChanged={say} />
    </Section>
  );
}
