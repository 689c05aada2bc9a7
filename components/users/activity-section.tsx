import { History, Lock } from "lucide-react";
import { EventList } from "#components/activity/event-list.tsx";
import { shownEvents } from "#components/activity/shown-events.ts";
import { Section } from "#components/shared/section.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { activityOf } from "#lib/contract/page-paths.ts";
import type { EventView } from "#lib/contract/views.ts";

type ActivitySectionProps = {
  userId: string;
  /** The latest events, or why the reader may not see them. */
  events: readonly EventView[] | { refusal: string };
};

/** The latest events by and about a user. */
export function ActivitySection({ userId, events }: ActivitySectionProps) {
  const visible = "refusal" in events ? undefined : events;
  return (
    <Section
      title="Activity"
      action={
        visible && (
          <TextLink href={activityOf("target_id", userId)} prefetch={false}>
            View all activity
          </TextLink>
        )
      }
    >
      {"refusal" in events && (
        <EmptyState icon={Lock} title="You don't have access to activity">
          {events.refusal}
        </EmptyState>
      )}
      {visible?.length === 0 && (
        <EmptyState icon={History} title="No activity yet">
          Sign-ins, changes and new access tokens are listed here.
        </EmptyState>
      )}
      {visible !== undefined && visible.length > 0 && <EventList events={shownEvents(visible)} />}
    </Section>
  );
}
