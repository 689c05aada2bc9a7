import { ArrowRight, RotateCw } from "lucide-react";
import type { CallFailure } from "#lib/contract/client.ts";
import { type Entry, type EntryGroup, matches } from "./entry.ts";
import { mayHaveMore, type SearchResult, type SearchSource } from "./search-sources.ts";

type SearchState = {
  search: string;
  /** The text that `found` belongs to, which may be an earlier one. */
  answered: string;
  found: readonly { source: SearchSource; results: readonly SearchResult[] }[];
  searching: boolean;
  failure: CallFailure | null;
  retry: () => void;
};

/**
 * Search results by kind. While the next response is pending, only earlier results that match the new
 * text are shown: Enter must not select a result of the previous search.
 */
export function resultGroups(results: SearchState, go: (path: string) => void): EntryGroup[] {
  const { search, answered, searching, failure, retry } = results;
  const groups = results.found.map(({ source, results: all }) => {
    const entries = all
      .map(
        ({ id, path, ...find }): Entry => ({
          // Changes with each response, so that the first new result is selected.
          id: `${answered} ${id}`,
          ...find,
          icon: source.icon,
          run: () => go(path),
        }),
      )
      .filter((entry) => !searching || matches(entry, search));
    const more = !searching && mayHaveMore(all) ? [listOf(source, search, go)] : [];
    return { heading: source.heading, entries: [...entries, ...more] };
  });
  const again = { id: "again", label: "Try again", icon: RotateCw, stays: true, run: retry };
  return failure ? [...groups, { heading: "Search", entries: [again] }] : groups;
}

function listOf(
  { heading, list }: SearchSource,
  search: string,
  go: (path: string) => void,
): Entry {
  return {
    id: `all ${heading}`,
    label: `See all ${heading.toLowerCase()} matching “${search}”`,
    icon: ArrowRight,
    run: () => go(`${list}?${new URLSearchParams({ search })}`),
  };
}
