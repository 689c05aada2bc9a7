import type { Metadata } from "next";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { ResetPasswordForm } from "#components/auth/reset-password-form.tsx";
import { TextLink } from "#components/layout/text-link.tsx";
import { readReset } from "./read-reset.ts";

export const metadata: Metadata = { title: "New password" };

type Props = { params: Promise<{ token: string }> };

/** Where a reset link leads: the form that sets the password, or why it cannot. */
export default async function ResetPage({ params }: Props) {
  const { token } = await params;
  const seen = await readReset(token);
  if ("dead" in seen) {
    return (
      <AuthCard title={seen.dead.title}>
        <p className="break-words text-quiet">{seen.dead.text}</p>
        <p className="mt-4">
          <TextLink href="/sign-in">Go to sign-in</TextLink>
        </p>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Choose a new password" description="Your sessions end. Access tokens stay.">
      <ResetPasswordForm token={token} name={seen.name} email={seen.email} />
    </AuthCard>
  );
}
