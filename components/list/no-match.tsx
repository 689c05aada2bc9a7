import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { TextLink } from "#components/shared/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

type NoMatchProps = {
  /** One of what is listed, and several of them. */
  nouns: readonly [one: string, many: string];
  /** The list's address without search and filters. */
  path: string;
  /** What could find more. */
  children: ReactNode;
};

/** What stands in place of a list's rows when the search and filters leave none, with the way back to all. */
export function NoMatch({ nouns: [one, many], path, children }: NoMatchProps) {
  return (
    <EmptyState
      icon={SearchX}
      title={`No ${one} matches`}
      action={
        <TextLink href={path} prefetch={false}>
          Show all {many}
        </TextLink>
      }
    >
      {children}
    </EmptyState>
  );
}
