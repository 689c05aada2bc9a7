import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import type { z } from "zod";
import { ActiveFilters } from "#components/activity/active-filters.tsx";
import { EVENT_FILTERS } from "#components/activity/event-filter-names.ts";
import { EventFilters } from "#components/activity/event-filters.tsx";
import { EventsTable } from "#components/activity/events-table.tsx";
import { LiveEvents } from "#components/activity/live-events.tsx";
import { LiveSwitch } from "#components/activity/live-switch.tsx";
import type { Newest } from "#components/activity/newer-events.ts";
import { NoEvents } from "#components/activity/no-events.tsx";
import { revokedIn, subjectLinks, subjectNames } from "#components/activity/subject-links.ts";
import { ExportLinks } from "#components/list/export-links.tsx";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { packRows } from "#components/list/packed-rows.ts";
import { Pager } from "#components/list/pager.tsx";
import { RefreshButton } from "#components/list/refresh-button.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import { ViewLinks } from "#components/shared/view-links.tsx";
import { counted } from "#components/ui/counted.ts";
import type { Actor } from "#lib/auth/actor.ts";
import { listEventsQuery } from "#lib/contract/events.ts";
import { NETBIRD_ACTIVITY_PATH } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { isProblem } from "#lib/contract/problem.ts";
import type { EventView } from "#lib/contract/views.ts";
import { canBegin } from "#lib/policy/can.ts";
import { eventChoices } from "#lib/services/events/filter-choices.ts";
import { findSubjects } from "#lib/services/events/find-subjects.ts";
import { listEvents } from "#lib/services/events/list-events.ts";
import { hasNetBird } from "#lib/services/netbird/read-as.ts";
import { requireActor } from "../../current-actor.ts";
import { Forbidden } from "../forbidden-page.tsx";
import { parseListQuery, type SearchParams } from "../parse-list-query.ts";
import { NetBirdActivity } from "./netbird-activity.tsx";

export const metadata: Metadata = { title: PAGES.activity.label };

type Query = z.output<typeof listEventsQuery>;

/** Roost's audit log or, at `?view=netbird`, that of the NetBird server behind it. */
export default async function ActivityPage({ searchParams }: { searchParams: SearchParams }) {
  const isNetBird = hasNetBird() && (await searchParams).view === "netbird";
  const { query, address } = await parseListQuery(
    listEventsQuery,
    PAGES.activity.path,
    searchParams,
  );
  const actor = await requireActor(isNetBird ? NETBIRD_ACTIVITY_PATH : address);
  const decision = canBegin(actor, "events.list");
  if (!decision.allowed) return <Forbidden actor={actor} refusal={decision.refusal} />;
  if (isNetBird) {
    return (
      <>
        <Header action={<RefreshButton />} />
        <Views current={NETBIRD_ACTIVITY_PATH} />
        <NetBirdActivity actor={actor} />
      </>
    );
  }
  return <RoostActivity actor={actor} query={query} address={address} />;
}

type RoostActivityProps = { actor: Actor; query: Query; address: string };

async function RoostActivity({ actor, query, address }: RoostActivityProps) {
  const readAt = new Date();
  const page = await pageOf(actor, query, address);
  const events = page?.items ?? [];
  const choices = await eventChoices(actor);
  const subjects = await findSubjects(actor, idsIn(events, query));
  const atNewest = query.cursor === undefined && query.sort !== "timestamp";
  return (
    <>
      <Header
        action={
          <div className="flex flex-wrap gap-2">
            <LiveSwitch />
            <RefreshButton />
            <ExportLinks operation="roost.events.export" address={address} noun="events" />
          </div>
        }
      />
      {hasNetBird() && <Views current={PAGES.activity.path} />}
      <ListToolbar
        label="Search by name, email or address"
        count={countText(events.length, page?.next ?? page?.previous ?? null)}
        more={{ names: EVENT_FILTERS, menu: <EventFilters {...choices} /> }}
      />
      <ActiveFilters names={subjectNames(subjects, events)} />
      {page === null ? (
        <NoEvents tooWide />
      ) : (
        <LiveEvents
          address={address}
          atNewest={atNewest}
          newest={newestIn(atNewest ? events : await newestOf(actor, query), readAt)}
        >
          {events.length === 0 ? (
            <NoEvents tooWide={false} />
          ) : (
            <EventsTable
              events={packRows(events)}
              links={subjectLinks(subjects)}
              revoked={revokedIn(subjects, events)}
            />
          )}
          <Pager address={address} next={page.next} previous={page.previous} />
        </LiveEvents>
      )}
    </>
  );
}

const Header = ({ action }: { action: ReactNode }) => (
  <PageHeader
    crumbs={[{ label: PAGES.activity.label, href: PAGES.activity.path }]}
    title={PAGES.activity.label}
    description="Audit log of this account."
    action={action}
  />
);

const Views = ({ current }: { current: string }) => (
  <ViewLinks
    label="Audit logs"
    current={current}
    views={[
      { href: PAGES.activity.path, label: "Roost" },
      { href: NETBIRD_ACTIVITY_PATH, label: "NetBird" },
    ]}
  />
);

/** Null for a search with too many matches; an outdated cursor redirects to the first page. */
async function pageOf(actor: Actor, query: Query, address: string) {
  const page = await listEvents(actor, query).catch((error: unknown) => {
    if (isProblem(error) && error.problem === "validation_failed") return null;
    throw error;
  });
  if (query.cursor !== undefined && !page?.items.length) redirect(address);
  return page;
}

/** The newest matching event, if this is not the first page. */
async function newestOf(actor: Actor, query: Query): Promise<EventView[]> {
  const { cursor: _, ...rest } = query;
  return (await listEvents(actor, { ...rest, sort: "-timestamp", page_size: 1 })).items;
}

/** The newest known event, or the time at which there was none. */
const newestIn = (events: EventView[], readAt: Date): Newest => ({
  id: Math.max(0, ...events.map(({ id }) => id)),
  at: events[0]?.timestamp ?? readAt,
});

const idsIn = (events: EventView[], { initiator_id, target_id }: Query): string[] => [
  ...events.flatMap((event) => [
    event.initiatorId,
    event.targetId,
    event.meta.group_id ?? "",
    event.meta.target_token_id ?? "",
  ]),
  initiator_id ?? "",
  target_id ?? "",
];

function countText(count: number, otherPage: string | null): string {
  if (otherPage !== null) return `${count} events on this page`;
  return counted(count, "event");
}
