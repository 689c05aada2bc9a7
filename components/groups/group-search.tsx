"use client";

import { Plus, Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { OptionRow } from "#components/ui/option-row.tsx";
import { pressedKey } from "#components/ui/pressed-key.ts";
import { CreateGroup } from "./create-group.tsx";
import {
  type GroupOption,
  type GroupRef,
  isNewGroup,
  newGroup,
  optionsFor,
  sameName,
} from "./group-options.ts";
import { useGroups } from "./use-groups.ts";

type GroupSearchProps = {
  chosen: readonly GroupRef[];
  onToggle: (group: GroupRef) => void;
  onAdd: (group: GroupRef) => void;
  createRefusal: string | undefined;
};

/** A search with the matching groups; Enter selects the highlighted one, initially the best match. */
export function GroupSearch({ chosen, onToggle, onAdd, createRefusal }: GroupSearchProps) {
  const id = useId();
  const { groups, lookUp } = useGroups();
  const [typed, setTyped] = useState("");
  const [marked, setMarked] = useState(0);
  const [naming, setNaming] = useState(false);
  const offered = (known: readonly GroupRef[]) =>
    optionsFor([...chosen.filter(isNewGroup), ...known], typed).filter(
      ({ kind }) => kind === "group" || !createRefusal,
    );
  const options = Array.isArray(groups) ? offered(groups) : [];
  const choose = (option: GroupOption | undefined) => {
    if (option?.kind === "create") onAdd(newGroup(option.name));
    else if (option) onToggle(option.group);
  };
  /** Enter may precede the response; the typed name is then looked up when the groups arrive. */
  const enter = async () => {
    const known = await lookUp();
    if (known === "failed") return;
    const now = Array.isArray(groups) ? options[marked] : offered(known)[0];
    const added = now?.kind === "group" && chosen.some(({ id: one }) => one === now.group.id);
    // Typing the name of a selected group selects it again.
    if (!(added && sameName(typed, now.group.name))) choose(now);
    setTyped("");
    setMarked(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = pressedKey(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) {
      event.preventDefault();
      setMarked((marked + step + options.length) % Math.max(options.length, 1));
    }
    if (key === "Enter") {
      event.preventDefault();
      void enter();
    }
  };
  if (naming) {
    const leave = () => setNaming(false);
    const known = Array.isArray(groups) ? groups : [];
    return <CreateGroup preset={typed} known={known} onCreate={onAdd} onLeave={leave} />;
  }
  return (
    <div className="grid">
      <div className="relative border-b p-2">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-4.5 left-4.5 size-4 text-quiet"
        />
        <Input
          role="combobox"
          aria-label="Search groups"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={options.length > 0 ? `${id}-${marked}` : undefined}
          placeholder="Search or name a new group"
          autoComplete="off"
          maxLength={255}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setMarked(0);
          }}
          onKeyDown={onKeyDown}
          data-testid="user-group-selector-search"
          className="pl-8"
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Groups"
        className="max-h-56 overflow-y-auto p-1"
      >
        {options.map((option, index) => (
          <OptionRow
            key={option.kind === "group" ? option.group.id : "create"}
            id={`${id}-${index}`}
            marked={index === marked}
            selected={
              option.kind === "group" && chosen.some(({ id: one }) => one === option.group.id)
            }
            creates={option.kind === "create"}
            onPress={() => choose(option)}
          >
            {option.kind === "create" ? `Create group “${option.name}”` : option.group.name}
          </OptionRow>
        ))}
      </div>
      {options.length === 0 && <Nothing groups={groups} typed={typed} />}
      <div className="border-t p-1">
        <GuardedButton
          variant="quiet"
          size="small"
          disabledReason={createRefusal}
          data-testid="open-create-group"
          className="w-full justify-start"
          onClick={() => setNaming(true)}
        >
          <Plus aria-hidden />
          Create group
        </GuardedButton>
      </div>
    </div>
  );
}

type NothingProps = { groups: ReturnType<typeof useGroups>["groups"]; typed: string };

function Nothing({ groups, typed }: NothingProps) {
  const text =
    groups === "pending"
      ? "Loading groups…"
      : groups === "failed"
        ? "Could not load groups. Close this and try again."
        : typed.trim() === ""
          ? "No groups yet."
          : "No groups found.";
  return (
    <p role="status" className="px-3 pb-3 text-quiet text-xs">
      {text}
    </p>
  );
}
