"use client";

import { Check, ChevronDown } from "lucide-react";
import { DropdownMenu as MenuPrimitive } from "radix-ui";
import { cn } from "./cn.ts";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "./dropdown-menu.tsx";
import type { FieldControl } from "./field.tsx";
import { useHydrated } from "./use-hydrated.ts";

export type ChoiceOption = {
  value: string;
  label: string;
  explanation: string;
  /** Why it cannot be chosen; it stays reachable, so that the reason can be read. */
  refusal?: string | undefined;
};

type ChoiceProps = {
  control: FieldControl;
  value: string;
  options: readonly ChoiceOption[];
  onChange: (value: string) => void;
  /** The `data-testid` of the closed field; each option's is this and `-item`. */
  testId: string;
};

/** A field that chooses one of a few explained options. */
export function Choice({ control, value, options, onChange, testId }: ChoiceProps) {
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
        <MenuPrimitive.RadioGroup value={value} onValueChange={onChange}>
          {options.map((option) => (
            <Option key={option.value} option={option} testId={`${testId}-item`} />
          ))}
        </MenuPrimitive.RadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function Option({ option, testId }: { option: ChoiceOption; testId: string }) {
  const { value, label, explanation, refusal } = option;
  const refused = refusal !== undefined;
  return (
    <MenuPrimitive.RadioItem
      value={value}
      textValue={label}
      aria-disabled={refused || undefined}
      onSelect={(event) => refused && event.preventDefault()}
      data-testid={testId}
      className={cn(
        "relative block cursor-pointer select-none rounded-sm py-1.5 pr-2 pl-8 outline-none data-highlighted:bg-sunken",
        refused && "cursor-not-allowed text-quiet",
      )}
    >
      <MenuPrimitive.ItemIndicator className="absolute top-2 left-2">
        <Check aria-hidden className="size-4 text-accent" />
      </MenuPrimitive.ItemIndicator>
      <div>{label}</div>
      <div className="text-quiet text-xs">{refusal ?? explanation}</div>
    </MenuPrimitive.RadioItem>
  );
}
