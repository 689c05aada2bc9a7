"use client";

import { useContext, useId, useState } from "react";
import { ColumnCells } from "#components/list/columns.tsx";
import { TableCell, TableRow } from "#components/ui/table.tsx";
import type { EventView } from "#lib/contract/views.ts";
import { EVENT_COLUMNS } from "./event-columns.tsx";
import { EventDetails } from "./event-details.tsx";
import { NewSince } from "./new-since.ts";

type EventRowProps = {
  event: EventView;
  links: Record<string, string>;
  /** Whether it is about a revoked access token. */
  tokenRevoked: boolean;
};

/** One event with expandable details. */
export function EventRow({ event, links, tokenRevoked }: EventRowProps) {
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const isNew = event.id > useContext(NewSince);
  return (
    <>
      <TableRow className={open ? "@max-cards:rounded-b-none" : undefined}>
        <ColumnCells
          columns={EVENT_COLUMNS}
          shown={{ event, links, isNew, open, detailsId, onToggle: () => setOpen(!open) }}
        />
      </TableRow>
      {open && (
        <TableRow
          id={detailsId}
          className="bg-sunken @max-cards:-mt-3 @max-cards:rounded-t-none @max-cards:border-t-0"
        >
          <TableCell colSpan={EVENT_COLUMNS.length} className="@max-cards:block">
            <EventDetails event={event} links={links} tokenRevoked={tokenRevoked} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
