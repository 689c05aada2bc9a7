import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { safeNextPath } from "#components/auth/next-path.ts";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { Code } from "#components/ui/code.tsx";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";
import { redirectSignedIn } from "../../current-actor.ts";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[]; email?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  await redirectSignedIn();
  if ((await getInstanceStatus()).setupRequired) redirect(OTHER_PAGES.setup);
  const { next, email } = await searchParams;
  return (
    <AuthCard title="Sign in">
      <SignInForm
        next={safeNextPath(typeof next === "string" ? next : undefined)}
        email={typeof email === "string" ? email : ""}
      />
      <p className="mt-4 text-quiet text-xs">
        Forgot your password? Ask an owner or admin for a reset link. On the server,{" "}
        <Code>npm run admin -- reset-password</Code> prints one.
      </p>
    </AuthCard>
  );
}
