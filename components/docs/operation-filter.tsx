"use client";

import { useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { matches } from "./chapter.ts";

/** Shows only the parts of the page that match; returns the number of matching operations. */
function showMatching(query: string): number {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-words]")];
  for (const part of parts) part.hidden = !matches(part.dataset.words ?? "", query);
  return parts.filter((part) => part.matches("article") && !part.hidden).length;
}

function countText(left: number, total: number): string {
  if (left === 0) return "No operations found. Try a part of the path, such as tokens.";
  return left === total ? `${total} operations` : `${left} of ${total} operations`;
}

type OperationFilterProps = { query: string; total: number; found: number };

/** Filters the operations while typing; without JavaScript, on submit. */
export function OperationFilter({ query, total, found }: OperationFilterProps) {
  const [left, setLeft] = useState(found);
  return (
    <search>
      <form className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Input
          type="search"
          name="search"
          aria-label="Filter operations"
          placeholder="Filter operations"
          autoComplete="off"
          spellCheck={false}
          defaultValue={query}
          onChange={(event) => setLeft(showMatching(event.target.value))}
          className="max-w-80"
        />
        <p role="status" className="text-quiet">
          {countText(left, total)}
        </p>
      </form>
    </search>
  );
}
