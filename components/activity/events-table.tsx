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
  /** The pages of the users, groups and tokens that still exist, by id. */
  links: Record<string, string>;
  /** The ids of tokens that the events are about and that are gone. */
  revoked: readonly string[];
};

/** Audit events, each a sentence with its details behind it. */
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

/** What stands in place of the table; `tooWide` where a search finds too many users to look up. */
export function NoEvents({ tooWide }: { tooWide: boolean }) {
  const action = <TextLink href={PAGES.activity.path}>Show all events</TextLink>;
  return tooWide ? (
    <EmptyState icon={SearchX} title="Too many users match" action={action}>
      Too many matches. Refine your search.
    </EmptyState>
  ) : (
    <EmptyState icon={SearchX} title="No event matches" action={action}>
      The search covers users, and names and addresses in the latest 20,000 events. Remove a filter,
      or set a last day to search before it.
    </EmptyState>
  );
}
