"use client";

import { useId, useState } from "react";
import { FilterButton } from "#components/list/filter-button.tsx";
import { useListAddress } from "#components/list/use-list-address.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ACTIVITY_GROUPS, type ActivityGroup } from "./activity-groups.ts";
import { activityName } from "./activity-name.ts";
import { daySince, dayUntil, sinceOf, untilOf } from "./day-range.ts";
import { codesIn, EVENT_FILTERS } from "./event-filter-names.ts";

type EventFiltersProps = {
  /** The event types that occurred. */
  codes: readonly string[];
  /** The actors of the latest events. */
  initiators: readonly { id: string; name: string }[];
};

/** Filters events by day, actor and type, behind one button with the number of active filters. */
export function EventFilters({ codes: occurred, initiators }: EventFiltersProps) {
  const [wantedText, setWantedText] = useState("");
  const { values, change } = useListAddress(EVENT_FILTERS);
  // A token and its owner count as one filter, as in the chips.
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
          label="To"
          preset={values.until ? dayUntil(values.until) : ""}
          onChange={(day) => change({ until: day && untilOf(day) })}
        />
      </div>
      <Field label="Actor">
        {(control) => (
          <select
            {...control}
            data-testid="table-filter-initiator_id"
            value={values.initiator_id ?? ""}
            onChange={({ target }) => change({ initiator_id: target.value || null })}
            className="h-9 w-full min-w-0 rounded-md border border-control bg-surface px-2 text-base text-ink focus-visible:border-accent focus-visible:outline-offset-0 md:text-sm"
          >
            <option value="">Anyone</option>
            {withChosen(initiators, values.initiator_id).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Find event type">
        {(control) => (
          <Input
            type="search"
            autoComplete="off"
            {...control}
            value={wantedText}
            onChange={({ target }) => setWantedText(target.value)}
          />
        )}
      </Field>
      <div data-testid="table-filter-activity_code" className="grid gap-3">
        {groupsOf([...occurred, ...codes], wantedText).map((group) => (
          <ActivityChoice key={group.label} group={group} chosen={codes} onToggle={toggle} />
        ))}
      </div>
    </FilterButton>
  );
}

/** The groups of event types that occurred or are selected and match the text. */
function groupsOf(shown: readonly string[], text: string): ActivityGroup[] {
  const wanted = text.trim().toLowerCase();
  return ACTIVITY_GROUPS.map(({ label, codes }) => ({
    label,
    codes: codes.filter(
      (code) =>
        shown.includes(code) && `${label} ${activityName(code)}`.toLowerCase().includes(wanted),
    ),
  })).filter(({ codes }) => codes.length > 0);
}

/** The choices, with the selected one if it is not among them. */
const withChosen = (
  choices: EventFiltersProps["initiators"],
  chosen: string | null | undefined,
): EventFiltersProps["initiators"] =>
  !chosen || choices.some(({ id }) => id === chosen)
    ? choices
    : [...choices, { id: chosen, name: "Selected user" }];

type DayFieldProps = { label: string; preset: string; onChange: (day: string | null) => void };

/** A date field that keeps incomplete input. */
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
          {activityName(code)}
        </label>
      ))}
    </fieldset>
  );
}
