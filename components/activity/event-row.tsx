"use client";

import { ChevronDown } from "lucide-react";
import { useContext, useId, useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Code } from "#components/ui/code.tsx";
import { TableCell, TableRow } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { EventView } from "#lib/contract/views.ts";
import { EventDetails } from "./event-details.tsx";
import { eventOrigin } from "./event-origin.ts";
import { eventSentence, sentenceText } from "./event-sentence.ts";
import { EventText } from "./event-text.tsx";
import { NewSince } from "./new-since.ts";

type EventRowProps = {
  event: EventView;
  links: Record<string, string>;
  /** Whether it is about an access token that is gone. */
  tokenRevoked: boolean;
};

/** One event, and below it all that is known of it once the reader asks. */
export function EventRow({ event, links, tokenRevoked }: EventRowProps) {
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const isNew = event.id > useContext(NewSince);
  const sentence = eventSentence(event);
  return (
    <>
      <TableRow className={cn("relative", open && "@max-cards:rounded-b-none")}>
        <TableCell className="w-0 text-quiet @max-cards:w-auto">
          <RelativeTime at={event.timestamp} />
        </TableCell>
        <TableCell className="@max-cards:pr-10!">
          {isNew && (
            <Badge tone="accent" className="mr-2 @max-cards:mr-0">
              New
            </Badge>
          )}
          <EventText parts={sentence} links={links} />
        </TableCell>
        <TableCell className="w-1/4 @max-cards:w-auto">
          <Origin event={event} />
        </TableCell>
        <TableCell className="w-0 text-right @max-cards:absolute @max-cards:w-auto @max-cards:top-2 @max-cards:right-2">
          <Button
            variant="quiet"
            size="icon"
            aria-expanded={open}
            {...(open ? { "aria-controls": detailsId } : {})}
            aria-label={`Details: ${sentenceText(sentence)}`}
            data-testid="event-details"
            onClick={() => setOpen(!open)}
          >
            <ChevronDown
              aria-hidden
              className={cn("motion-safe:transition-transform", open && "rotate-180")}
            />
          </Button>
        </TableCell>
      </TableRow>
      {open && (
        <TableRow
          id={detailsId}
          className="bg-sunken @max-cards:-mt-3 @max-cards:rounded-t-none @max-cards:border-t-0"
        >
          <TableCell colSpan={4} className="@max-cards:block!">
            <EventDetails event={event} links={links} tokenRevoked={tokenRevoked} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}

/** The address and program of the request; its id is in the details. */
function Origin({ event }: { event: EventView }) {
  const { address, agent, tokenId } = eventOrigin(event);
  if (!address && !agent) return <span className="text-quiet">—</span>;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      {address && <Code className="text-xs">{address}</Code>}
      {agent && <span className="text-quiet text-xs">{agent}</span>}
      {tokenId && <Badge>Token</Badge>}
    </span>
  );
}
