"use client";

import { browserName } from "#components/shared/browser-name.ts";
import { Section } from "#components/shared/section.tsx";
import { useWrite } from "#components/shared/use-write.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Code } from "#components/ui/code.tsx";
import { notifySuccess } from "#components/ui/notify.tsx";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { SessionView } from "#lib/contract/views.ts";
import { SignOutEverywhere } from "./sign-out-everywhere.tsx";

type SessionsSectionProps = {
  user: { id: string; name: string; isCurrent: boolean };
  sessions: readonly SessionView[];
};

/** Where a person is signed in, with a way to end each session but the reader's present one. */
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
  if (none) return `${name} is not signed in anywhere.`;
  return isCurrent
    ? "Browsers in which you are signed in. End those that you do not know, then change your password."
    : `Browsers in which ${name} is signed in.`;
}

type SessionsTableProps = { userId: string; sessions: readonly SessionView[] };

function SessionsTable({ userId, sessions }: SessionsTableProps) {
  return (
    <Table>
      <TableHead>
        <TableHeading>Browser</TableHeading>
        <TableHeading>Address</TableHeading>
        <TableHeading>Last seen</TableHeading>
        <TableHeading>Signed in</TableHeading>
        <TableHeading className="w-0">
          <span className="sr-only">Actions</span>
        </TableHeading>
      </TableHead>
      <TableBody>
        {sessions.map((session) => (
          <SessionRow key={session.id} userId={userId} session={session} />
        ))}
      </TableBody>
    </Table>
  );
}

function SessionRow({ userId, session }: { userId: string; session: SessionView }) {
  const { write, refresh, pending } = useWrite();
  const name = browserName(session.userAgent);
  const end = async () => {
    const result = await write("sessions.end", { params: { userId, sessionId: session.id } });
    if (!result?.ok) return;
    notifySuccess({ title: `The session in ${name} has ended` });
    refresh(() => {});
  };
  return (
    <TableRow className="relative">
      <TableCell title={session.userAgent} className="@max-cards:pr-16!">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <span>{name}</span>
          {session.isCurrent && <Badge tone="accent">This one</Badge>}
        </span>
      </TableCell>
      <TableCell label="Address">
        <Code className="text-xs">{session.address}</Code>
      </TableCell>
      <TableCell label="Last seen">
        <RelativeTime at={session.lastSeenAt} />
      </TableCell>
      <TableCell label="Signed in">
        <RelativeTime at={session.createdAt} />
      </TableCell>
      <TableCell className="w-0 text-right @max-cards:absolute @max-cards:top-1.5 @max-cards:right-2 @max-cards:w-auto">
        {!session.isCurrent && (
          <Button
            variant="quiet-danger"
            size="small"
            pending={pending}
            aria-label={`End the session in ${name}, ${session.address}`}
            onClick={() => void end()}
          >
            End
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}
