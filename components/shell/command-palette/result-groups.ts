import { ArrowRight, RotateCw } from "lucide-react";
import type { CallFailure } from "#lib/contract/client.ts";
import { type Entry, type EntryGroup, matches } from "./entry.ts";
import { mayHaveMore, type SearchResult, type SearchSource } from "./search-sources.ts";

type SearchState = {
  search: string;
  /** What `found` answers, which may be an earlier text. */
  answered: string;
  found: readonly { source: SearchSource; results: readonly SearchResult[] }[];
  searching: boolean;
  failure: CallFailure | null;
  retry: () => void;
};

/**
 * What a search found, by kind. While the next answer is on its way, of the last one only what has
 * the new text in it: Enter must not choose an entry of the last search.
 */
export function resultGroups(results: SearchState, go: (path: string) => void): EntryGroup[] {
  const { search, answered, searching, failure, retry } = results;
  const groups = results.found.map(({ source, results: all }) => {
    const entries = all
      .map(
        ({ id, path, ...find }): Entry => ({
          // Another one with each answer, so that the first of the new answer is the chosen one.
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
    label: `All ${heading.toLowerCase()} with “${search}”`,
    icon: ArrowRight,
    run: () => go(`${list}?${new URLSearchParams({ search })}`),
  };
}
