"use client";

import { RelativeTime } from "#components/ui/time.tsx";
import { EventText } from "./event-text.tsx";
import type { ShownEvent } from "./shown-events.ts";

/** Events as a compact list, one sentence each. */
export function EventList({ events }: { events: readonly ShownEvent[] }) {
  return (
    <ol className="event-list min-w-0 divide-y rounded-lg border bg-surface">
      {events.map(({ id, at, parts }) => (
        <li key={id}>
          <EventText parts={parts} links={{}} />
          <RelativeTime at={at} />
        </li>
      ))}
    </ol>
  );
}
