"use client";

import { ChevronDown } from "lucide-react";
import type { FieldControl } from "#components/ui/field.tsx";
import { idleModule, lazyComponent } from "#components/ui/lazy-module.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import type { PersonRef } from "#lib/contract/views.ts";

const search = idleModule(() => import("./person-search.tsx"));
const PersonSearch = lazyComponent(search, ({ PersonSearch }) => PersonSearch);

type PersonPickerProps = {
  control: FieldControl;
  /** The name of the field. */
  label: string;
  value: PersonRef | null;
  /** Shown while there is none. */
  placeholder: string;
  /** Finds service users and blocked users too. */
  everyone?: boolean;
  testId: string;
  onChange: (person: PersonRef | null) => void;
};

/** Selects an active person of the account by name, or one of all users; or none. */
export function PersonPicker(props: PersonPickerProps) {
  const { control, label, value, placeholder, everyone = false, testId, onChange } = props;
  const hydrated = useHydrated();
  return (
    <Popover>
      <PopoverTrigger
        {...control}
        aria-labelledby={`${control.id}-label ${control.id}`}
        disabled={!hydrated}
        data-testid={testId}
        className="flex h-9 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-control bg-surface px-3 text-left hover:bg-sunken focus-visible:border-accent focus-visible:outline-offset-0"
      >
        <span className={value === null ? "text-quiet" : "truncate"}>
          {value === null ? placeholder : value.name}
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-quiet" />
      </PopoverTrigger>
      <PopoverContent
        needs={search}
        aria-label={label}
        className="w-(--radix-popover-trigger-width) min-w-56 overflow-visible p-0"
      >
        <PersonSearch chosen={value} everyone={everyone} testId={testId} onChoose={onChange} />
      </PopoverContent>
    </Popover>
  );
}
