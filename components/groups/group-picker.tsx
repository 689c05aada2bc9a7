"use client";

import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { counted } from "#components/ui/counted.ts";
import type { FieldControl } from "#components/ui/field.tsx";
import { idleModule, lazyComponent } from "#components/ui/lazy-module.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { type GroupRef, isNewGroup } from "./group-options.ts";

const search = idleModule(() => import("./group-search.tsx"));
const GroupSearch = lazyComponent(search, ({ GroupSearch }) => GroupSearch);

type GroupPickerProps = {
  control: FieldControl;
  value: readonly GroupRef[];
  onChange: (update: (groups: readonly GroupRef[]) => GroupRef[]) => void;
  /** Why the reader may not create a group; undefined allows it. */
  createRefusal: string | undefined;
};

/** Selects groups by name; each is a chip that a press removes. New ones are created on Save. */
export function GroupPicker({ control, value, onChange, createRefusal }: GroupPickerProps) {
  const hydrated = useHydrated();
  const trigger = useRef<HTMLButtonElement>(null);
  const add = (group: GroupRef) =>
    onChange((groups) =>
      groups.some(({ id }) => id === group.id) ? [...groups] : [...groups, group],
    );
  const remove = ({ id }: GroupRef) => {
    onChange((groups) => groups.filter((group) => group.id !== id));
    trigger.current?.focus();
  };
  return (
    <div className="grid gap-2">
      <Popover>
        <PopoverTrigger
          ref={trigger}
          {...control}
          aria-labelledby={`${control.id}-label ${control.id}`}
          disabled={!hydrated}
          data-testid="user-group-selector"
          className="flex h-9 w-full items-center justify-between gap-2 rounded-md border border-control bg-surface px-3 text-left hover:bg-sunken focus-visible:border-accent focus-visible:outline-offset-0"
        >
          <span className={value.length === 0 ? "text-quiet" : ""}>{countText(value.length)}</span>
          <span data-testid="user-group-selector-open-close">
            <ChevronDown aria-hidden className="size-4 shrink-0 text-quiet" />
          </span>
        </PopoverTrigger>
        <PopoverContent
          needs={search}
          aria-label="Groups"
          className="w-(--radix-popover-trigger-width) min-w-56 overflow-visible p-0"
        >
          <GroupSearch
            chosen={value}
            onToggle={(group) =>
              value.some(({ id }) => id === group.id) ? remove(group) : add(group)
            }
            onAdd={add}
            createRefusal={createRefusal}
          />
        </PopoverContent>
      </Popover>
      <GroupChips groups={value} onRemove={remove} />
      {value.some(isNewGroup) && (
        <p className="text-quiet text-xs">New groups are created when you save.</p>
      )}
    </div>
  );
}

const countText = (count: number) => (count === 0 ? "None" : counted(count, "group"));

type GroupChipsProps = { groups: readonly GroupRef[]; onRemove?: (group: GroupRef) => void };

/** Groups as chips; with `onRemove` a press removes one. */
export function GroupChips({ groups, onRemove }: GroupChipsProps): ReactNode {
  if (groups.length === 0) return null;
  return (
    <ul className="flex min-w-0 flex-wrap gap-1.5">
      {groups.map((group) => (
        <li key={group.id} className="flex min-w-0">
          {onRemove ? (
            <button
              type="button"
              data-testid="group-badge"
              aria-label={`Remove group ${group.name}`}
              title={`Remove group ${group.name}`}
              onClick={() => onRemove(group)}
              className={cn(
                "inline-flex h-6 min-w-0 items-center gap-1 rounded-sm bg-sunken px-1.5 font-medium text-quiet text-xs hover:text-ink",
                isNewGroup(group) && "border border-control border-dashed",
              )}
            >
              <span className="max-w-56 truncate">{group.name}</span>
              <X aria-hidden className="size-3.5 shrink-0" />
            </button>
          ) : (
            <Badge data-testid="group-badge" className="block max-w-56 truncate">
              {group.name}
            </Badge>
          )}
        </li>
      ))}
    </ul>
  );
}
