import { History } from "lucide-react";
import { type Column, ColumnCells, ColumnHeadings } from "#components/list/columns.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Table, TableBody, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";

type Shown = {
  id: string;
  at: Date;
  activity: string;
  initiator: string;
  /** The page of the service user of Roost who called. */
  initiatorPath: string | null;
  target: string;
};

const orNone = (text: string) => text || <span className="text-quiet">—</span>;

const COLUMNS: readonly Column<Shown>[] = [
  {
    heading: "Time",
    bare: true,
    className: "time-cell",
    cell: ({ at }) => <RelativeTime at={at} />,
  },
  {
    heading: "Event",
    bare: true,
    cell: ({ activity }) => <span className="wrap-anywhere">{activity}</span>,
  },
  {
    heading: "By",
    cell: ({ initiator, initiatorPath }) =>
      initiatorPath === null ? (
        <span className="wrap-anywhere">{orNone(initiator)}</span>
      ) : (
        <TextLink href={initiatorPath} prefetch={false} className="wrap-anywhere">
          {initiator}
        </TextLink>
      ),
  },
  {
    heading: "Target",
    cell: ({ target }) => <span className="wrap-anywhere">{orNone(target)}</span>,
  },
];

/** The newest events of the NetBird server. */
export function NetBirdEvents({ events }: { events: readonly Shown[] }) {
  if (events.length === 0) {
    return (
      <EmptyState icon={History} title="No events yet">
        NetBird's audit log is empty.
      </EmptyState>
    );
  }
  return (
    <Table>
      <ColumnHeadings columns={COLUMNS} />
      <TableBody>
        {events.map((event) => (
          <TableRow key={event.id}>
            <ColumnCells columns={COLUMNS} shown={event} />
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
