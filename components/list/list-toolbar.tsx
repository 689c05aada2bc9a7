"use client";

import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { type Filter, parametersOf } from "./filter.ts";
import { FilterMenu } from "./filter-menu.tsx";
import { useListAddress } from "./use-list-address.ts";

type ListToolbarProps = {
  /** The label of the search, naming the searched fields. */
  label: string;
  filters?: readonly Filter[];
  /** Filters with their own menu, and their query parameters. */
  more?: { names: readonly string[]; menu?: ReactNode };
  /** "7 users": the number of matching rows. */
  count: string;
};

/** The search and filters of a list, with the number of matches. */
export function ListToolbar({ label, filters = [], more, count }: ListToolbarProps) {
  const names = [...filters.flatMap(parametersOf), ...(more?.names ?? [])];
  const { values, change, search, pending } = useListAddress(names);
  const narrowed = [...names, "search"].some((name) => values[name]);
  const reset = () =>
    change(Object.fromEntries([...names, "search", "sort"].map((name) => [name, null])));
  return (
    <search className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="relative w-full max-w-80">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-quiet"
        />
        <Input
          type="search"
          name="search"
          aria-label={label}
          placeholder={label}
          autoComplete="off"
          spellCheck={false}
          maxLength={255}
          value={values.search ?? ""}
          onChange={(event) => search(event.target.value)}
          data-testid="table-search-input"
          className="pl-8"
        />
      </div>
      {filters.length > 0 && <FilterMenu filters={filters} values={values} onChange={change} />}
      {more?.menu}
      {narrowed && (
        <Button variant="quiet" onClick={reset} data-testid="reset-filters-and-search">
          Reset
        </Button>
      )}
      <p role="status" aria-busy={pending} className="text-quiet">
        {count}
      </p>
    </search>
  );
}
