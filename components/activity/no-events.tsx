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
      A search matches the beginnings of words and addresses. Shorten it, or clear the filters.
    </EmptyState>
  );
}
