import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { SetupForm } from "#components/auth/setup-form.tsx";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import { getInstanceStatus } from "#lib/services/instance/get-instance-status.ts";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  const { setupRequired, codeRequired } = await getInstanceStatus();
  if (!setupRequired) redirect(OTHER_PAGES.signIn);
  return (
    <AuthCard title="Set up Roost" description="Create the owner account. Owners have full access.">
      <SetupForm codeRequired={codeRequired} />
    </AuthCard>
  );
}
