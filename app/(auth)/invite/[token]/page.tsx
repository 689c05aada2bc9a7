import type { Metadata } from "next";
import type { ReactNode } from "react";
import { AcceptInviteForm } from "#components/auth/accept-invite-form.tsx";
import { AuthCard } from "#components/auth/auth-card.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { ClockProvider } from "#components/ui/clock.tsx";
import { counted } from "#components/ui/counted.ts";
import { DateTime, RelativeTime } from "#components/ui/time.tsx";
import { verifyInvite } from "#lib/auth/verify-link.ts";
import { OTHER_PAGES } from "#lib/contract/pages.ts";
import type { InviteView } from "#lib/contract/views.ts";
import { describeInvite } from "#lib/services/invites/invite-by-token.ts";
import { currentActor } from "../../../current-actor.ts";
import { type DeadLink, readLink } from "../../read-link.ts";

export const metadata: Metadata = { title: "Invite" };

type Props = { params: Promise<{ token: string }> };

/** The page of an invite link: the form to accept it, or why it cannot be accepted. */
export default async function InvitePage({ params }: Props) {
  const { token } = await params;
  const seen = await readLink(async (origin) => describeInvite(await verifyInvite(token, origin)));
  if ("dead" in seen) return <DeadLinkCard dead={seen.dead} seconds={seen.retryAfterSeconds} />;
  const { view: invite, inviterName } = seen.found;
  return (
    <ClockProvider renderedAt={Date.now()}>
      {invite.isValid ? (
        <OpenInvite token={token} invite={invite} inviterName={inviterName} />
      ) : (
        <LapsedInvite invite={invite} inviterName={inviterName} />
      )}
    </ClockProvider>
  );
}

type InviteProps = { invite: InviteView; inviterName: string };

async function OpenInvite({ token, invite, inviterName }: InviteProps & { token: string }) {
  const reader = await currentActor();
  return (
    <AuthCard title="Join the team" description={`${inviterName} invited you to Roost.`}>
      {reader && (
        <p className="mb-4 rounded-md bg-soon-soft px-3 py-2 text-soon">
          You are signed in as {reader.email}. Accepting signs you in as {invite.email} instead.
        </p>
      )}
      <AcceptInviteForm token={token} name={invite.name} email={invite.email} />
      <p className="mt-4 text-quiet text-xs">
        Single-use link. Expires <DateTime at={invite.expiresAt} /> (
        <RelativeTime at={invite.expiresAt} />
        ).
      </p>
    </AuthCard>
  );
}

/** An invite that has expired, or whose inviter may no longer invite. */
function LapsedInvite({ invite, inviterName }: InviteProps) {
  if (!invite.isExpired) {
    return (
      <DeadCard title="This invite is no longer valid">
        The inviter may no longer invite users. Ask an owner or admin of your team for a new link.
      </DeadCard>
    );
  }
  return (
    <DeadCard title="This invite has expired">
      It was for {invite.email} and expired <RelativeTime at={invite.expiresAt} />. Ask{" "}
      {inviterName || "an owner or admin of your team"} for a new link.
    </DeadCard>
  );
}

const WORDS: Record<DeadLink, { title: string; text: (seconds: number | undefined) => string }> = {
  malformed: {
    title: "This link is incomplete",
    text: () => "Copy the full link and try again.",
  },
  unknown: {
    title: "This invite does not exist",
    text: () => "It was already used, deleted or replaced. Sign in, or ask for a new one.",
  },
  limited: {
    title: "Too many attempts",
    text: (seconds) =>
      `Reload this page ${seconds === undefined ? "in a minute" : `in ${counted(seconds, "second")}`}. The invite stays valid.`,
  },
  busy: {
    title: "The server is busy",
    text: () => "Reload this page in a few seconds.",
  },
};

function DeadLinkCard({ dead, seconds }: { dead: DeadLink; seconds: number | undefined }) {
  const { title, text } = WORDS[dead];
  return <DeadCard title={title}>{text(seconds)}</DeadCard>;
}

function DeadCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AuthCard title={title}>
      <p className="break-words text-quiet">{children}</p>
      <p className="mt-4">
        <TextLink href={OTHER_PAGES.signIn}>Go to sign-in</TextLink>
      </p>
    </AuthCard>
  );
}
