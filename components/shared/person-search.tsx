import { useState } from "react";
import { useOverlay } from "#components/ui/overlay-context.tsx";
import { SearchBox, SearchNote } from "#components/ui/search-box.tsx";
import type { PersonRef } from "#lib/contract/views.ts";
import { usePeople } from "./use-people.ts";

type PersonSearchProps = {
  chosen: PersonRef | null;
  /** Finds service users and blocked users too. */
  everyone: boolean;
  testId: string;
  onChoose: (person: PersonRef | null) => void;
};

/** A search with the matching people; Enter selects the highlighted one, and the box closes. */
export function PersonSearch({ chosen, everyone, testId, onChoose }: PersonSearchProps) {
  const [typed, setTyped] = useState("");
  const { setOpen } = useOverlay();
  const people = usePeople(typed, everyone);
  const choose = (person: PersonRef | null | undefined) => {
    if (person === undefined) return;
    onChoose(person);
    setOpen(false);
  };
  const found = Array.isArray(people) ? people : [];
  // Without a search, the first choice removes the chosen one.
  const offered = chosen !== null && typed.trim() === "" ? [null, ...found] : found;
  const options = offered.map((person) => ({
    key: person?.id ?? "none",
    label: person?.name ?? "None",
    value: person,
    selected: person !== null && person.id === chosen?.id,
  }));
  return (
    <div className="grid">
      <SearchBox
        what="users"
        placeholder="Search by name or email"
        typed={typed}
        options={options}
        testId={`${testId}-search`}
        onType={setTyped}
        onPress={choose}
        onEnter={choose}
      />
      {found.length === 0 && <SearchNote>{noteOn(people)}</SearchNote>}
    </div>
  );
}

function noteOn(people: ReturnType<typeof usePeople>): string {
  if (people === "pending") return "Loading users…";
  return people === "failed"
    ? "Could not load users. Close this and try again."
    : "No users found.";
}
