"use client";

import { X } from "lucide-react";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";

type Values = Record<string, string | null>;

/** An active filter as text, and the URL change that removes it. */
export type FilterChip = { text: string; without: Values };

type FilterChipsProps = { chips: readonly FilterChip[]; onRemove: (without: Values) => void };

/** The active filters as removable chips. */
export function FilterChips({ chips, onRemove }: FilterChipsProps) {
  const box = useRef<HTMLUListElement>(null);
  const remove = (without: Values) => {
    onRemove(without);
    // The pressed button disappears and would take the focus with it.
    box.current?.focus();
  };
  return (
    <ul
      ref={box}
      tabIndex={-1}
      aria-label="Active filters"
      className="mb-3 flex flex-wrap gap-2 outline-none empty:mb-0"
    >
      {chips.map(({ text, without }) => (
        <li key={text} className="max-w-full">
          <Button
            size="small"
            aria-label={`Remove the filter ${text}`}
            onClick={() => remove(without)}
            className="max-w-full gap-1.5 rounded-full text-xs"
          >
            <span className="truncate">{text}</span>
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
