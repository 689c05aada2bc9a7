import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { TextLink } from "#components/shared/text-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

type NoMatchProps = {
  /** The noun in singular and plural. */
  nouns: readonly [one: string, many: string];
  /** The list's URL without search and filters. */
  path: string;
  /** Advice on how to find more. */
  children: ReactNode;
};

/** Shown instead of rows when nothing matches, with a link to the whole list. */
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
