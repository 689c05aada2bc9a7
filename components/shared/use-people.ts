import { useEffect, useState } from "react";
import type { PersonRef } from "#lib/contract/views.ts";
import { searchEveryone, searchPeople } from "./search-people.ts";

const TYPING_MS = 250;

/** The active people that match the text, or all users: the first by name without one. */
export function usePeople(typed: string, everyone: boolean): PersonRef[] | "pending" | "failed" {
  const [people, setPeople] = useState<PersonRef[] | "pending" | "failed">("pending");
  const text = typed.trim();
  useEffect(() => {
    let wanted = true;
    setPeople("pending");
    const look = async () => {
      const found = await (everyone ? searchEveryone : searchPeople)(text);
      const people = found?.map(({ value: id, label: name }) => ({ id, name }));
      if (wanted) setPeople(people ?? "failed");
    };
    const timer = setTimeout(look, text === "" ? 0 : TYPING_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text, everyone]);
  return people;
}
