"use client";

import { useState } from "react";
import { Input } from "#components/ui/input.tsx";
import type { Filter, FilterValues } from "./filter.ts";
import { FilterButton } from "./filter-button.tsx";
import { useFoundOptions } from "./use-found-options.ts";

type FilterMenuProps = {
  filters: readonly Filter[];
  values: FilterValues;
  onChange: (change: FilterValues) => void;
};

/** The filters of a list behind one button with the number of active ones. */
export function FilterMenu({ filters, values, onChange }: FilterMenuProps) {
  const set = filters.filter(({ name }) => values[name]).length;
  return (
    <FilterButton set={set}>
      {filters.map((filter) => (
        <FilterChoice
          key={filter.name}
          filter={filter}
          value={filter.read ? filter.read(values) : (values[filter.name] ?? "")}
          onChoose={(value) =>
            onChange(filter.write ? filter.write(value) : { [filter.name]: value || null })
          }
        />
      ))}
    </FilterButton>
  );
}

type FilterChoiceProps = { filter: Filter; value: string; onChoose: (value: string) => void };

function FilterChoice({ filter, value, onChoose }: FilterChoiceProps) {
  const [text, setText] = useState("");
  const listed = useFoundOptions(filter.search, text) ?? filter.options;
  const chosen = filter.options.filter((option) => option.value === value);
  const others = listed.filter((option) => option.value !== value);
  const options = [{ value: "", label: "Any" }, ...(text === "" ? listed : [...chosen, ...others])];
  return (
    <fieldset data-testid={`table-filter-${filter.column ?? filter.name}`} className="grid gap-0.5">
      <legend className="pb-1 font-medium text-quiet text-xs">{filter.label}</legend>
      {filter.search && (
        <Input
          type="search"
          aria-label={`Search: ${filter.label}`}
          placeholder="Search"
          maxLength={255}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          data-testid={`table-filter-${filter.column ?? filter.name}-search`}
          className="mb-1"
        />
      )}
      {options.map((option) => (
        <label
          key={option.value}
          data-testid={`radio-option-${option.label.toLowerCase().replaceAll(" ", "-")}`}
          className="flex min-h-8 pointer-coarse:min-h-11 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 hover:bg-sunken"
        >
          <input
            type="radio"
            name={`filter-${filter.name}`}
            checked={value === option.value}
            onChange={() => onChoose(option.value)}
            className="shrink-0 accent-accent"
          />
          <span className="wrap-anywhere min-w-0">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
