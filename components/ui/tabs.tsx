"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { pressedKey } from "./pressed-key.ts";

type Tab = { value: string; label: string; content: ReactNode };

/** Tabs; the arrow keys move between them. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const move = (event: KeyboardEvent) => {
    const wanted = placeAfter(pressedKey(event), at, tabs.length);
    if (wanted === undefined) return;
    event.preventDefault();
    setAt(wanted);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[wanted]?.focus();
  };
  return (
    <div data-slot="tabs" className="grid gap-2">
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        className="flex flex-wrap gap-1"
        onKeyDown={move}
      >
        {tabs.map((tab, place) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-selected={place === at}
            aria-controls={place === at ? `${id}-panel` : undefined}
            tabIndex={place === at ? 0 : -1}
            className="h-8 rounded-md border border-transparent px-2.5 font-medium text-quiet hover:bg-sunken hover:text-ink aria-selected:border-line aria-selected:bg-accent-soft aria-selected:text-ink"
            onClick={() => setAt(place)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        key={tabs[at]?.value}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${tabs[at]?.value}`}
      >
        {tabs[at]?.content}
      </div>
    </div>
  );
}

/** The tab that a key selects from the one at `at`, wrapping around; undefined for other keys. */
function placeAfter(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowRight") return (at + 1) % count;
  if (key === "ArrowLeft") return (at + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}
