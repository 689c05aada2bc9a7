"use client";

import { MailOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoMatch } from "#components/list/no-match.tsx";
import { type PackedRows, unpackRows } from "#components/list/packed-rows.ts";
import { SortHeadings } from "#components/list/sort-headings.tsx";
import { useRowDialogs } from "#components/shared/use-row-dialogs.ts";
import { counted } from "#components/ui/counted.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { showOnce } from "#components/ui/shown-once.tsx";
import type { ShownOnce } from "#components/ui/shown-once-dialog.tsx";
import { Table, TableBody } from "#components/ui/table.tsx";
import { INVITES_PATH } from "#lib/contract/page-paths.ts";
import type { InviteView } from "#lib/contract/views.ts";
import type { PolicyActor } from "#lib/policy/can.ts";
import { DeleteInviteDialog } from "./delete-invite-dialog.tsx";
import { INVITE_COLUMNS, type InviteQuestion, InviteRow } from "./invite-row.tsx";
import { ResendInviteDialog } from "./resend-invite-dialog.tsx";

type InvitesTableProps = {
  invites: PackedRows<InviteView>;
  /** Number of invites on all pages. */
  total: number;
  /** Whether the list is narrowed by a search. */
  searched: boolean;
  actor: PolicyActor;
};

/** A page of pending invites. */
export function InvitesTable({ invites: packed, total, searched, actor }: InvitesTableProps) {
  const invites = useMemo(() => unpackRows(packed), [packed]);
  const router = useRouter();
  const { open, itemOf, dialog } = useRowDialogs<InviteQuestion, InviteView>();
  const resent = (made: ShownOnce) => {
    dialog.onClose();
    showOnce({ shown: made, opener: dialog.opener, onClose: () => router.refresh() });
  };
  if (invites.length === 0 && !searched) return <NoInvites />;
  return (
    <>
      <ListToolbar label="Search by email" count={counted(total, "invite")} />
      {invites.length === 0 ? (
        <NoMatch nouns={["invite", "pending invites"]} path={INVITES_PATH}>
          Try another search.
        </NoMatch>
      ) : (
        <Table>
          <SortHeadings columns={INVITE_COLUMNS} preset="-created_at" />
          <TableBody>
            {invites.map((invite) => (
              <InviteRow key={invite.id} invite={invite} actor={actor} onAsk={open} />
            ))}
          </TableBody>
        </Table>
      )}
      <ResendInviteDialog invite={itemOf("resend")} {...dialog} onResent={resent} />
      <DeleteInviteDialog invite={itemOf("delete")} {...dialog} />
    </>
  );
}

function NoInvites() {
  return (
    <EmptyState icon={MailOpen} title="No pending invites">
      Invites are listed here until they are accepted.
    </EmptyState>
  );
}
