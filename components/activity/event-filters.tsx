"use client";

import { useId, useState } from "react";
import { FilterButton } from "#components/list/filter-button.tsx";
import { useListAddress } from "#components/list/use-list-address.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ACTIVITIES } from "#lib/contract/activities.ts";
import { ACTIVITY_GROUPS, type ActivityGroup } from "./activity-groups.ts";
import { daySince, dayUntil, sinceOf, untilOf } from "./day-range.ts";
import { codesIn, EVENT_FILTERS } from "./event-filter-names.ts";

/** Narrows the events to days and activities, behind one button that says how many are set. */
export function EventFilters() {
  const { values, change } = useListAddress(EVENT_FILTERS);
  // A token and its owner are one filter, as among those in force.
  const counted = EVENT_FILTERS.filter((name) => name !== "target_token_id" || !values.target_id);
  const set = counted.filter((name) => values[name]).length;
  const codes = codesIn(values.activity_code);
  const toggle = (code: string) => {
    const others = codes.filter((one) => one !== code);
    const wanted = others.length < codes.length ? others : [...codes, code];
    change({ activity_code: wanted.join(",") || null });
  };
  return (
    <FilterButton set={set} className="w-80">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(8.75rem,1fr))] gap-3">
        <DayField
          label="From"
          preset={values.since ? daySince(values.since) : ""}
          onChange={(day) => change({ since: day && sinceOf(day) })}
        />
        <DayField
          label="To, included"
          preset={values.until ? dayUntil(values.until) : ""}
          onChange={(day) => change({ until: day && untilOf(day) })}
        />
      </div>
      <div data-testid="table-filter-activity_code" className="grid gap-3">
        {ACTIVITY_GROUPS.map((group) => (
          <ActivityChoice key={group.label} group={group} chosen={codes} onToggle={toggle} />
        ))}
      </div>
    </FilterButton>
  );
}

type DayFieldProps = { label: string; preset: string; onChange: (day: string | null) => void };

/** A day that is half typed is nobody's wish yet: it stays in the field. */
function DayField({ label, preset, onChange }: DayFieldProps) {
  const [day, setDay] = useState(preset);
  return (
    <Field label={label}>
      {(control) => (
        <Input
          type="date"
          min="1970-01-01"
          max="9998-12-31"
          {...control}
          value={day}
          onChange={({ target }) => {
            setDay(target.value);
            if (target.validity.valid) onChange(target.value || null);
          }}
          className="px-2"
        />
      )}
    </Field>
  );
}

type ActivityChoiceProps = {
  group: ActivityGroup;
  chosen: readonly string[];
  onToggle: (code: string) => void;
};

function ActivityChoice({ group, chosen, onToggle }: ActivityChoiceProps) {
  const name = useId();
  return (
    <fieldset>
      <legend className="pb-1 font-medium text-quiet text-xs">{group.label}</legend>
      {group.codes.map((code) => (
        <label
          key={code}
          className="flex min-h-8 pointer-coarse:min-h-11 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 hover:bg-sunken"
        >
          <input
            type="checkbox"
            name={name}
            checked={chosen.includes(code)}
            onChange={() => onToggle(code)}
            className="shrink-0 accent-accent"
          />
          {ACTIVITIES[code]}
        </label>
      ))}
    </fieldset>
  );
}
