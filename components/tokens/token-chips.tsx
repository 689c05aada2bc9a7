"use client";

import { type FilterChip, FilterChips } from "#components/list/filter-chips.tsx";
import { useListAddress } from "#components/list/use-list-address.ts";
import { isolated } from "#components/ui/isolated.ts";
import { LINKED_FILTERS, type LinkedFilter } from "./linked-filters.ts";

const WORDS: Record<LinkedFilter, (name: string) => string> = {
  id: (name) => `Token: ${name}`,
  user_id: (name) => `Owner: ${name}`,
  created_by: (name) => `Created by: ${name}`,
  created_by_token_id: (name) => `Created by token ${name} or its descendants`,
  fingerprint: (name) => `Fingerprint: ${name}`,
};

/** The filters that links and scripts set in the URL, as removable chips with names. */
export function TokenChips({ names }: { names: Record<string, string> }) {
  const { values, change } = useListAddress(LINKED_FILTERS);
  const chips = LINKED_FILTERS.flatMap((filter): FilterChip[] => {
    const value = values[filter];
    if (!value) return [];
    return [{ text: WORDS[filter](isolated(names[value] ?? value)), without: { [filter]: null } }];
  });
  return <FilterChips chips={chips} onRemove={change} />;
}
