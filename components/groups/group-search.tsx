"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { SearchBox, SearchNote } from "#components/ui/search-box.tsx";
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
  const { groups, lookUp } = useGroups();
  const [typed, setTyped] = useState("");
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
  const enter = async (marked: GroupOption | undefined) => {
    const known = await lookUp();
    if (known === "failed") return;
    const now = Array.isArray(groups) ? marked : offered(known)[0];
    const added = now?.kind === "group" && chosen.some(({ id: one }) => one === now.group.id);
    // Typing the name of a selected group selects it again.
    if (!(added && sameName(typed, now.group.name))) choose(now);
    setTyped("");
  };
  if (naming) {
    const leave = () => setNaming(false);
    const known = Array.isArray(groups) ? groups : [];
    return <CreateGroup preset={typed} known={known} onCreate={onAdd} onLeave={leave} />;
  }
  return (
    <div className="grid">
      <SearchBox
        what="groups"
        placeholder="Search or name a new group"
        typed={typed}
        options={options.map((option) => shown(option, chosen))}
        testId="user-group-selector-search"
        onType={setTyped}
        onPress={choose}
        onEnter={(marked) => void enter(marked)}
      />
      {options.length === 0 && <SearchNote>{noteOn(groups, typed)}</SearchNote>}
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

function shown(option: GroupOption, chosen: readonly GroupRef[]) {
  const value = option;
  if (option.kind === "create") {
    const label = `Create group “${option.name}”`;
    return { key: "create", label, value, selected: false, creates: true };
  }
  const { id, name } = option.group;
  return { key: id, label: name, value, selected: chosen.some((one) => one.id === id) };
}

function noteOn(groups: ReturnType<typeof useGroups>["groups"], typed: string): string {
  if (groups === "pending") return "Loading groups…";
  if (groups === "failed") return "Could not load groups. Close this and try again.";
  return typed.trim() === "" ? "No groups yet." : "No groups found.";
}
