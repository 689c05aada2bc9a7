"use client";

import { type Column, ColumnCells, ColumnHeadings, IN_CORNER } from "#components/list/columns.tsx";
import { browserName } from "#components/shared/browser-name.ts";
import { Section } from "#components/shared/section.tsx";
import { useWrite } from "#components/shared/use-write.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Code } from "#components/ui/code.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import { Table, TableBody, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { SessionView } from "#lib/contract/views.ts";
import { SignOutEverywhere } from "./sign-out-everywhere.tsx";

type SessionsSectionProps = {
  user: { id: string; name: string; isCurrent: boolean };
  sessions: readonly SessionView[];
};

/** A user's sessions; each can be ended except the reader's current one. */
export function SessionsSection({ user, sessions }: SessionsSectionProps) {
  const none = sessions.length === 0;
  return (
    <Section
      title="Sessions"
      description={descriptionOf(user, none)}
      action={!user.isCurrent && !none && <SignOutEverywhere userId={user.id} name={user.name} />}
    >
      {!none && <SessionsTable userId={user.id} sessions={sessions} />}
    </Section>
  );
}

function descriptionOf({ isCurrent, name }: SessionsSectionProps["user"], none: boolean): string {
  if (none) return `${name} is not signed in.`;
  return isCurrent
    ? "Where you are signed in. If you do not recognize a session, end it and change your password."
    : `Where ${name} is signed in.`;
}

type SessionsTableProps = { userId: string; sessions: readonly SessionView[] };

function SessionsTable({ userId, sessions }: SessionsTableProps) {
  return (
    <Table>
      <ColumnHeadings columns={COLUMNS} />
      <TableBody>
        {sessions.map((session) => (
          <SessionRow key={session.id} userId={userId} session={session} />
        ))}
      </TableBody>
    </Table>
  );
}

type Shown = { session: SessionView; name: string; pending: boolean; onEnd: () => void };

const COLUMNS: readonly Column<Shown>[] = [
  {
    heading: "Browser",
    bare: true,
    className: "@max-cards:pr-16",
    attributes: ({ session }) => ({ title: session.userAgent }),
    cell: ({ session, name }) => (
      <span className="flex flex-wrap items-center gap-2 font-medium">
        <span>{name}</span>
        {session.isCurrent && <Badge tone="accent">Current</Badge>}
      </span>
    ),
  },
  { heading: "Address", cell: ({ session }) => <Code className="text-xs">{session.address}</Code> },
  { heading: "Last seen", cell: ({ session }) => <RelativeTime at={session.lastSeenAt} /> },
  { heading: "Signed in", cell: ({ session }) => <RelativeTime at={session.createdAt} /> },
  {
    heading: "Actions",
    actions: "w-11",
    className: cn(IN_CORNER, "@max-cards:top-1.5"),
    cell: ({ session, name, pending, onEnd }) =>
      !session.isCurrent && (
        <Button
          variant="quiet-danger"
          size="small"
          pending={pending}
          aria-label={`End session in ${name}, ${session.address}`}
          onClick={onEnd}
        >
          End
        </Button>
      ),
  },
];

function SessionRow({ userId, session }: { userId: string; session: SessionView }) {
  const { write, refresh, pending } = useWrite();
  const name = browserName(session.userAgent);
  const end = async () => {
    const result = await write("sessions.end", { params: { userId, sessionId: session.id } });
    if (!result?.ok) return;
    notifySuccess({ title: `Session in ${name} ended` });
    refresh(() => {});
  };
  return (
    <TableRow>
      <ColumnCells columns={COLUMNS} shown={{ session, name, pending, onEnd: () => void end() }} />
    </TableRow>
  );
}
