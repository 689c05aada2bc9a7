"use client";

import { useMemo } from "react";
import { type PackedRows, unpackRows } from "#components/list/packed-rows.ts";
import { SortHeadings } from "#components/list/sort-headings.tsx";
import { Table, TableBody } from "#components/ui/table.tsx";
import type { EventView } from "#lib/contract/views.ts";
import { EVENT_COLUMNS } from "./event-columns.tsx";
import { EventRow } from "./event-row.tsx";

type EventsTableProps = {
  events: PackedRows<EventView>;
  /** URLs of the users, groups and tokens that still exist, by ID. */
  links: Record<string, string>;
  /** IDs of revoked tokens that the events are about. */
  revoked: readonly string[];
};

/** Audit events, each a sentence with expandable details. */
export function EventsTable({ events: packed, links, revoked }: EventsTableProps) {
  const events = useMemo(() => unpackRows(packed), [packed]);
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
