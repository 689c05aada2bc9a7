import { SearchX } from "lucide-react";
import { SortHeadings } from "#components/list/sort-headings.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Table, TableBody } from "#components/ui/table.tsx";
import { PAGES } from "#lib/contract/pages.ts";
import type { EventView } from "#lib/contract/views.ts";
import { EVENT_COLUMNS } from "./event-columns.tsx";
import { EventRow } from "./event-row.tsx";

type EventsTableProps = {
  events: readonly EventView[];
  /** URLs of the users, groups and tokens that still exist, by ID. */
  links: Record<string, string>;
  /** IDs of revoked tokens that the events are about. */
  revoked: readonly string[];
};

/** Audit events, each a sentence with expandable details. */
export function EventsTable({ events, links, revoked }: EventsTableProps) {
  return (
    <Table>
      <SortHeadings columns={EVENT_COLUMNS} preset="-timestamp" />
      <TableBody>
        {events.map((event) => (
          <EventRow
            key={event.id}
            event={event}
            links={links}
            tokenRevoked={revoked.includes(event.meta.target_token_id ?? "")}
          />
        ))}
      </TableBody>
    </Table>
  );
}

/** The empty state of the table; `tooWide` if a search matches too many users. */
export function NoEvents({ tooWide }: { tooWide: boolean }) {
  const action = <TextLink href={PAGES.activity.path}>Show all events</TextLink>;
  return tooWide ? (
    <EmptyState icon={SearchX} title="Too many matches" action={action}>
      Refine your search.
    </EmptyState>
  ) : (
    <EmptyState icon={SearchX} title="No event matches" action={action}>
      Names and addresses are searched in the latest 20,000 events. Clear filters, or set an end
      date to search earlier events.
    </EmptyState>
  );
}
