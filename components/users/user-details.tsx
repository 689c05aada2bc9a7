import type { ReactNode } from "react";
import { ContactLink } from "#components/shared/contact-link.tsx";
import { CopyableText } from "#components/ui/code-box.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { DescribedUser } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { ApprovalButtons } from "./approval-buttons.tsx";
import { GeneratedPasswordNote } from "./generated-password-note.tsx";
import { UserForm } from "./user-form.tsx";
import { UserStatus } from "./user-status.tsx";

/** The facts about a user or service user, and the form to change them. */
export function UserDetails({ user, actor }: { user: DescribedUser; actor: PolicyActor }) {
  return (
    <div className="rounded-lg border bg-surface">
      <dl className="flex flex-wrap gap-x-10 gap-y-3 border-b px-5 py-4">
        <Fact term="Status">
          <span className="flex flex-wrap items-center gap-3">
            <UserStatus user={user} />
            <GeneratedPasswordNote user={user} />
            {user.pendingApproval && <ApprovalButtons user={user} actor={actor} />}
          </span>
        </Fact>
        {user.isServiceUser ? (
          <Fact term="Contact">
            <ContactLink contact={user.contact} />
          </Fact>
        ) : (
          <PersonFacts user={user} />
        )}
        <Fact term="ID">
          <CopyableText label="ID" text={user.id} />
        </Fact>
      </dl>
      <div className="p-5">
        <UserForm key={user.id} user={user} actor={actor} />
      </div>
    </div>
  );
}

function PersonFacts({ user }: { user: DescribedUser }) {
  return (
    <>
      <Fact term="Email">
        <span className="break-all">{user.email}</span>
      </Fact>
      <Fact term="Last sign-in">
        {user.lastLoginAt ? <RelativeTime at={user.lastLoginAt} /> : "Never"}
      </Fact>
    </>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <dt className="text-quiet text-xs">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
