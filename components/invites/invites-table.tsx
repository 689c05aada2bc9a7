"use client";

import { MailOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoMatch } from "#components/list/no-match.tsx";
import { SortHeading } from "#components/list/sort-heading.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { showOnce } from "#components/ui/shown-once.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/table.tsx";
import { INVITES_PATH } from "#lib/contract/page-paths.ts";
import type { InviteView } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { DeleteInviteDialog } from "./delete-invite-dialog.tsx";
import { type InviteQuestion, InviteRow } from "./invite-row.tsx";
import { RenewInviteDialog } from "./renew-invite-dialog.tsx";

type InvitesTableProps = {
  invites: readonly InviteView[];
  /** How many there are on all pages. */
  total: number;
  /** Whether the list is narrowed by a search. */
  searched: boolean;
  actor: PolicyActor;
};

const PRESET = "-created_at";

/** A page of pending invites. */
export function InvitesTable({ invites, total, searched, actor }: InvitesTableProps) {
  const router = useRouter();
  const opener = useRef<HTMLElement>(null);
  const [asked, setAsked] = useState<{ question: InviteQuestion; invite: InviteView } | null>(null);
  const ask = (question: InviteQuestion, invite: InviteView, trigger: HTMLElement) => {
    opener.current = trigger;
    setAsked({ question, invite });
  };
  const dialog = (question: InviteQuestion) => ({
    invite: asked?.question === question ? asked.invite : null,
    opener,
    onClose: () => setAsked(null),
  });
  const renewed = (made: ShownOnce) => {
    setAsked(null);
    showOnce({ shown: made, opener, onClose: () => router.refresh() });
  };
  if (invites.length === 0 && !searched) return <NoInvites />;
  return (
    <>
      <ListToolbar label="Search by email" count={`${total} invite${total === 1 ? "" : "s"}`} />
      {invites.length === 0 ? (
        <NoMatch nouns={["invite", "open invites"]} path={INVITES_PATH}>
          Search for another email.
        </NoMatch>
      ) : (
        <Table>
          <TableHead>
            <SortHeading name="email" preset={PRESET}>
              Invited
            </SortHeading>
            <TableHeading>Role</TableHeading>
            <TableHeading>Status</TableHeading>
            <SortHeading name="expires_at" preset={PRESET}>
              Expires
            </SortHeading>
            <SortHeading name="created_at" preset={PRESET}>
              Created
            </SortHeading>
            <TableHeading className="w-0">
              <span className="sr-only">Actions</span>
            </TableHeading>
          </TableHead>
          <TableBody>
            {invites.map((invite) => (
              <InviteRow key={invite.id} invite={invite} actor={actor} onAsk={ask} />
            ))}
          </TableBody>
        </Table>
      )}
      <RenewInviteDialog {...dialog("renew")} onRenewed={renewed} />
      <DeleteInviteDialog {...dialog("delete")} />
    </>
  );
}

function NoInvites() {
  return (
    <EmptyState icon={MailOpen} title="No open invites">
      Invites are listed until they are accepted. A link lets one user set a password.
    </EmptyState>
  );
}
