import { History, Lock } from "lucide-react";
import { eventSentence, sentenceText } from "#components/activity/event-sentence.ts";
import { Section } from "#components/layout/section.tsx";
import { TextLink } from "#components/layout/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { EventView } from "#lib/contract/views.ts";

type ActivitySectionProps = {
  userId: string;
  /** The latest events, or why the reader may not see them. */
  events: readonly EventView[] | { refusal: string };
};

/** What a user did last, and what was done to them. */
export function ActivitySection({ userId, events }: ActivitySectionProps) {
  const visible = "refusal" in events ? undefined : events;
  return (
    <Section
      title="Activity"
      description="What happened last, newest first."
      action={
        visible && (
          <TextLink href={`/activity?target_id=${encodeURIComponent(userId)}`} prefetch={false}>
            All activity
          </TextLink>
        )
      }
    >
      {"refusal" in events && (
        <EmptyState icon={Lock} title="You don't have access to the activity">
          {events.refusal}
        </EmptyState>
      )}
      {visible?.length === 0 && (
        <EmptyState icon={History} title="No activity yet">
          Sign-ins, changes and new access tokens are listed here.
        </EmptyState>
      )}
      {visible !== undefined && visible.length > 0 && (
        <ol className="min-w-0 divide-y rounded-lg border bg-surface">
          {visible.map((event) => (
            <li
              key={event.id}
              className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-4 py-2.5"
            >
              <span className="wrap-anywhere min-w-0">{sentenceText(eventSentence(event))}</span>
              <RelativeTime at={event.timestamp} className="text-quiet text-xs" />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
