import type { Metadata } from "next";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { GeneratedPasswordForm } from "#components/auth/generated-password-form.tsx";
import { safeNextPath } from "#components/auth/next-path.ts";
import { Toaster } from "#components/ui/notify.tsx";
import type { GeneratedPassword } from "#lib/contract/generated-password.ts";
import { requireGeneratedPassword } from "../../current-actor.ts";

export const metadata: Metadata = { title: "Change your password" };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

/** The only page for a session that was opened with a generated password. */
export default async function ChangePasswordPage({ searchParams }: Props) {
  const { next } = await searchParams;
  const path = safeNextPath(typeof next === "string" ? next : undefined);
  const { userId: id, name, email, generatedPassword } = await requireGeneratedPassword(path);
  return (
    <>
      <AuthCard title="Change your password" description={DESCRIPTIONS[generatedPassword]}>
        <GeneratedPasswordForm user={{ id, name, email }} next={path} />
      </AuthCard>
      <Toaster />
    </>
  );
}

const DESCRIPTIONS: Record<GeneratedPassword, string> = {
  unchanged:
    "Your password was generated, and others may have seen it. Choose your own to continue.",
  expired:
    "Your generated password has expired. Choose your own before you sign out: you cannot sign in with it again.",
};
