"use client";

import { Search } from "lucide-react";
import { Input } from "#components/ui/input.tsx";

type TableSearchProps = {
  label: string;
  query: string;
  onSearch: (query: string) => void;
  /** "3 of 7 users", said as it changes. */
  count: string;
};

/** The search of a table, with the number of rows it leaves. */
export function TableSearch({ label, query, onSearch, count }: TableSearchProps) {
  return (
    <search className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
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
          value={query}
          onChange={(event) => onSearch(event.target.value)}
          data-testid="table-search-input"
          className="pl-8"
        />
      </div>
      <p role="status" className="text-quiet">
        {count}
      </p>
    </search>
  );
}
