import { RelativeTime } from "#components/ui/time.tsx";
import type { EventView } from "#lib/contract/views.ts";
import { eventSentence } from "./event-sentence.ts";
import { EventText } from "./event-text.tsx";

/** Events as a compact list, one sentence each. */
export function EventList({ events }: { events: readonly EventView[] }) {
  return (
    <ol className="min-w-0 divide-y rounded-lg border bg-surface">
      {events.map((event) => (
        <li
          key={event.id}
          className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-4 py-2.5"
        >
          <EventText parts={eventSentence(event)} links={{}} />
          <RelativeTime at={event.timestamp} className="text-quiet text-xs" />
        </li>
      ))}
    </ol>
  );
}
