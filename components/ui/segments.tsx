"use client";

import { type KeyboardEvent, useId } from "react";
import { pressedKey } from "./pressed-key.ts";

export type Segment<Value extends string> = {
  value: Value;
  label: string;
  /** Cannot be chosen. */
  refused?: boolean;
};

type SegmentsProps<Value extends string> = {
  legend: string;
  segments: readonly Segment<Value>[];
  /** Undefined if no segment applies. */
  value: Value | undefined;
  onChange: (value: Value) => void;
  /** The ID of the element that explains refused segments. */
  describedBy?: string | undefined;
};

/** A choice between a few short options in a line. The first letter of an option chooses it too. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { legend, segments, value, onChange, describedBy } = props;
  const name = useId();
  const chooseByLetter = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = pressedKey(event).toLowerCase();
    const found = segments.find(({ label }) => label.charAt(0).toLowerCase() === letter);
    if (found && !found.refused) onChange(found.value);
  };
  return (
    <fieldset
      aria-describedby={describedBy}
      onKeyDown={chooseByLetter}
      className="flex w-fit rounded-md bg-sunken p-0.5"
    >
      <legend className="sr-only">{legend}</legend>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className="relative grid h-7 min-w-13 cursor-pointer place-items-center rounded-sm border border-transparent px-2 text-quiet text-xs hover:text-ink has-checked:border-control has-checked:bg-surface has-checked:font-semibold has-checked:text-ink has-disabled:cursor-not-allowed has-disabled:line-through has-disabled:hover:text-quiet has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            disabled={segment.refused}
            onChange={() => onChange(segment.value)}
            className="absolute inset-0 cursor-[inherit] opacity-0 pointer-coarse:-inset-y-2"
          />
          {segment.label}
        </label>
      ))}
    </fieldset>
  );
}
