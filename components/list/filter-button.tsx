"use client";

import { ListFilter } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";

type FilterButtonProps = {
  /** Number of active filters. */
  set: number;
  className?: string;
  /** The filters. */
  children: ReactNode;
};

/** The button that opens the filters, with the number of active ones. */
export function FilterButton({ set, className, children }: FilterButtonProps) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button data-testid="table-filters-button">
          <ListFilter aria-hidden />
          <span>{set > 0 ? `Filters (${set})` : "Filters"}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Filters" className={cn("grid gap-4", className)}>
        {children}
      </PopoverContent>
    </Popover>
  );
}
