import { nameKeyOf } from "#lib/contract/name-key.ts";

/** What an event is found by besides its people: names as they were, and where it came from. */
const SEARCHED = [
  ...["name", "name_before", "old_name", "new_name", "group", "group_name", "email", "address"],
] as const;

/** The searched texts in an event's meta, one a line; no search holds a line break. */
export function eventKeyOf(meta: Record<string, unknown>): string {
  const texts = SEARCHED.map((name) => meta[name]).filter((text) => typeof text === "string");
  return [...new Set(texts.map(nameKeyOf))].filter(Boolean).join("\n");
}
