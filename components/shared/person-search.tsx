import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { OptionRow } from "#components/ui/option-row.tsx";
import { useOverlay } from "#components/ui/overlay-context.tsx";
import { pressedKey } from "#components/ui/pressed-key.ts";
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
  const id = useId();
  const [typed, setTyped] = useState("");
  const [marked, setMarked] = useState(0);
  const { setOpen } = useOverlay();
  const people = usePeople(typed, everyone);
  const choose = (person: PersonRef | null) => {
    onChoose(person);
    setOpen(false);
  };
  const found = Array.isArray(people) ? people : [];
  // Without a search, the first choice removes the chosen one.
  const options = chosen !== null && typed.trim() === "" ? [null, ...found] : found;
  const onKeyDown = (event: KeyboardEvent) => {
    const key = pressedKey(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) {
      event.preventDefault();
      setMarked((marked + step + options.length) % Math.max(options.length, 1));
    }
    if (key !== "Enter") return;
    event.preventDefault();
    const option = options[marked];
    if (option !== undefined) choose(option);
  };
  return (
    <div className="grid">
      <div className="relative border-b p-2">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-4.5 left-4.5 size-4 text-quiet"
        />
        <Input
          role="combobox"
          aria-label="Search users"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={options.length > 0 ? `${id}-${marked}` : undefined}
          placeholder="Search by name or email"
          autoComplete="off"
          maxLength={255}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setMarked(0);
          }}
          onKeyDown={onKeyDown}
          data-testid={`${testId}-search`}
          className="pl-8"
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Users"
        className="max-h-56 overflow-y-auto p-1"
      >
        {options.map((person, index) => (
          <OptionRow
            key={person?.id ?? "none"}
            id={`${id}-${index}`}
            marked={index === marked}
            selected={person !== null && person.id === chosen?.id}
            onPress={() => choose(person)}
          >
            {person?.name ?? "None"}
          </OptionRow>
        ))}
      </div>
      {found.length === 0 && (
        <p role="status" className="px-3 pb-3 text-quiet text-xs">
          {people === "pending"
            ? "Loading users…"
            : people === "failed"
              ? "Could not load users. Close this and try again."
              : "No users found."}
        </p>
      )}
    </div>
  );
}
