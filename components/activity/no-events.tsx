import { SearchX } from "lucide-react";
import { TextLink } from "#components/shared/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PAGES } from "#lib/contract/pages.ts";

/** The empty state of the table; `tooWide` if a search matches too many users. */
export function NoEvents({ tooWide }: { tooWide: boolean }) {
  const action = <TextLink href={PAGES.activity.path}>Show all events</TextLink>;
  return tooWide ? (
    <EmptyState icon={SearchX} title="Too many matches" action={action}>
      Refine your search.
    </EmptyState>
  ) : (
    <EmptyState icon={SearchX} title="No event matches" action={action}>
      Names and addresses are searched in the latest 20,000 events. Clear filters, or set an end
      date to search earlier events.
    </EmptyState>
  );
}
