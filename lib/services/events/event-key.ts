import { nameKeyOf } from "#lib/contract/name-key.ts";

/** The searchable fields of an event besides its users: names at that time, and the origin. */
const SEARCHED = [
  ...["name", "name_before", "old_name", "new_name", "group", "group_name", "email", "address"],
] as const;

/** The searchable strings of an event's meta, one per line; a search contains no line breaks. */
export function eventKeyOf(meta: Record<string, unknown>): string {
  const texts = SEARCHED.map((name) => meta[name]).filter((text) => typeof text === "string");
  return [...new Set(texts.map(nameKeyOf))].filter(Boolean).join("\n");
}
