import type { Metadata } from "next";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { ResetPasswordForm } from "#components/auth/reset-password-form.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { verifyReset } from "#lib/auth/verify-link.ts";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { describeReset } from "#lib/services/resets/accept-reset.ts";
import { type DeadLink, readLink } from "../../read-link.ts";

export const metadata: Metadata = { title: "New password" };

const WORDS: Record<DeadLink, { title: string; text: string }> = {
  malformed: {
    title: "This link does not work",
    text: "It is incomplete or older than one hour. Copy the full link and try again, or ask an owner or admin for a new one.",
  },
  unknown: {
    title: "This link is no longer valid",
    text: "It was already used or replaced. Ask an owner or admin for a new one.",
  },
  limited: {
    title: "Too many attempts",
    text: "Reload this page in a minute.",
  },
  busy: {
    title: "The server is busy",
    text: "Reload this page in a few seconds.",
  },
};

type Props = { params: Promise<{ token: string }> };

/** The page of a reset link: the form to set the password, or why the link cannot be used. */
export default async function ResetPage({ params }: Props) {
  const { token } = await params;
  const seen = await readLink(async (origin) => describeReset(await verifyReset(token, origin)));
  if ("dead" in seen) {
    const { title, text } = WORDS[seen.dead];
    return (
      <AuthCard title={title}>
        <p className="break-words text-quiet">{text}</p>
        <p className="mt-4">
          <TextLink href={OTHER_PAGES.signIn}>Go to sign-in</TextLink>
        </p>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Choose a new password"
      description="Ends all your sessions. Access tokens keep working."
    >
      <ResetPasswordForm token={token} name={seen.found.name} email={seen.found.email} />
    </AuthCard>
  );
}
