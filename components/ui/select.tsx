"use client";

import { ChevronDown } from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGuardedItem,
  DropdownMenuRadioGroup,
  DropdownMenuTrigger,
} from "./dropdown-menu.tsx";
import type { FieldControl } from "./field.tsx";
import { useHydrated } from "./use-hydrated.ts";

export type SelectOption = {
  value: string;
  label: string;
  explanation: string;
  /** Why it cannot be selected; it stays reachable to read the reason. */
  refusal?: string | undefined;
};

type SelectProps = {
  control: FieldControl;
  value: string;
  options: readonly SelectOption[];
  onChange: (value: string) => void;
  /** The `data-testid` of the closed field; each option's is this and `-item`. */
  testId: string;
};

/** A select of explained options. */
export function Select({ control, value, options, onChange, testId }: SelectProps) {
  const hydrated = useHydrated();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        {...control}
        aria-labelledby={`${control.id}-label ${control.id}`}
        disabled={!hydrated}
        data-testid={testId}
        className="flex h-9 w-full items-center justify-between gap-2 rounded-md border border-control bg-surface px-3 text-left hover:bg-sunken focus-visible:border-accent focus-visible:outline-offset-0"
      >
        {options.find((option) => option.value === value)?.label}
        <ChevronDown aria-hidden className="size-4 shrink-0 text-quiet" />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="start"
        className="max-h-(--radix-dropdown-menu-content-available-height) w-(--radix-dropdown-menu-trigger-width) overflow-y-auto"
      >
        <DropdownMenuRadioGroup value={value} onValueChange={onChange}>
          {options.map((option) => (
            <DropdownMenuGuardedItem
              key={option.value}
              {...option}
              data-testid={`${testId}-item`}
            />
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
