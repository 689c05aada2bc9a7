"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { TableHeading } from "#components/ui/table.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { useListAddress } from "./use-list-address.ts";

type SortHeadingProps = {
  /** The name of the sort order in the URL and the API. */
  name: string;
  /** The sort order without a query parameter. */
  preset: string;
  className?: string;
  children: ReactNode;
};

const ICONS = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown };

/** A heading that sorts the list by its column, and reverses the order at the second press. */
export function SortHeading({ name, preset, className, children }: SortHeadingProps) {
  const { values, change } = useListAddress();
  const hydrated = useHydrated();
  const sort = values.sort ?? preset;
  const state = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
  const next = state === "ascending" ? `-${name}` : name;
  const Icon = ICONS[state];
  return (
    <TableHeading aria-sort={state} className={className}>
      <button
        type="button"
        disabled={!hydrated}
        onClick={() => change({ sort: next === preset ? null : next })}
        className="-mx-1 inline-flex h-7 pointer-coarse:h-9 items-center gap-1 rounded-sm px-1 hover:text-ink"
      >
        <span>{children}</span>
        <Icon aria-hidden className={state === "none" ? "size-3.5 opacity-50" : "size-3.5"} />
      </button>
    </TableHeading>
  );
}
