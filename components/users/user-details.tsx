import type { ReactNode } from "react";
import { CopyableText } from "#components/ui/code-box.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { UserView } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { UserRole } from "./user-role.tsx";
import { UserStatus } from "./user-status.tsx";

/** What is known of a person or service user, and their role. */
export function UserDetails({ user, actor }: { user: UserView; actor: PolicyActor }) {
  return (
    <div className="grid gap-x-8 gap-y-6 rounded-lg border bg-surface p-5 lg:grid-cols-[1fr_20rem]">
      <dl className="grid content-start gap-x-6 gap-y-3 sm:grid-cols-[10rem_1fr]">
        <Fact term="Status">
          <UserStatus user={user} />
        </Fact>
        {!user.isServiceUser && <PersonFacts user={user} />}
        <Fact term="Id">
          <CopyableText label="id" text={user.id} />
        </Fact>
      </dl>
      <UserRole key={user.role} user={user} actor={actor} />
    </div>
  );
}

function PersonFacts({ user }: { user: UserView }) {
  return (
    <>
      <Fact term="E-mail">
        <span className="break-all">{user.email}</span>
      </Fact>
      <Fact term="Last login">
        {user.lastLoginAt ? <RelativeTime at={user.lastLoginAt} /> : "Never"}
      </Fact>
      <Fact term="Auto-assigned groups">{user.autoGroups.length || "None"}</Fact>
    </>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5 sm:contents">
      <dt className="text-quiet">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
