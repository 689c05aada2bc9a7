import { ChevronDown } from "lucide-react";
import { type Column, IN_CORNER } from "#components/list/columns.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Code } from "#components/ui/code.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { EventView } from "#lib/contract/views.ts";
import { eventOrigin } from "./event-origin.ts";
import { eventSentence, sentenceText } from "./event-sentence.ts";
import { EventText } from "./event-text.tsx";

type Shown = {
  event: EventView;
  links: Record<string, string>;
  isNew: boolean;
  /** Whether the details, with this ID, are shown below. */
  open: boolean;
  detailsId: string;
  onToggle: () => void;
};

const DETAILS: Column<Shown> = {
  heading: "Details",
  actions: "w-8",
  className: IN_CORNER,
  cell: ({ event, open, detailsId, onToggle }) => (
    <Button
      variant="quiet"
      size="icon"
      aria-expanded={open}
      {...(open ? { "aria-controls": detailsId } : {})}
      aria-label={`Details: ${sentenceText(eventSentence(event))}`}
      data-testid="event-details"
      onClick={onToggle}
    >
      <ChevronDown
        aria-hidden
        className={cn("motion-safe:transition-transform", open && "rotate-180")}
      />
    </Button>
  ),
};

/** The columns of the audit log. */
export const EVENT_COLUMNS: readonly Column<Shown>[] = [
  {
    heading: "Time",
    sort: "timestamp",
    bare: true,
    className: "time-cell",
    cell: ({ event }) => <RelativeTime at={event.timestamp} />,
  },
  {
    heading: "Event",
    bare: true,
    className: "@max-cards:pr-10",
    cell: ({ event, links, isNew }) => (
      <>
        {isNew && (
          <Badge tone="accent" className="mr-2 @max-cards:mr-0">
            New
          </Badge>
        )}
        <EventText parts={eventSentence(event)} links={links} />
      </>
    ),
  },
  {
    heading: "Source",
    bare: true,
    className: "origin-cell",
    cell: ({ event }) => <Origin event={event} />,
  },
  DETAILS,
];

/** The address and user agent of the request. */
function Origin({ event }: { event: EventView }) {
  const { address, agent, tokenId } = eventOrigin(event);
  if (!address && !agent) return <span className="text-quiet">—</span>;
  return (
    <span className="cell-marks gap-x-2 gap-y-0.5">
      {address && <Code className="text-xs">{address}</Code>}
      {agent && <span className="text-quiet text-xs">{agent}</span>}
      {tokenId && <Badge>Token</Badge>}
    </span>
  );
}
