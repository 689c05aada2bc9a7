import type { Filter } from "#components/list/filter.ts";
import { searchPeople } from "#components/shared/search-people.ts";
import type { PersonRef } from "#lib/contract/views.ts";

/** A filter by contact: these and others, which are found by a search, or none. */
export const contactFilter = (contacts: readonly PersonRef[]): Filter => ({
  name: "contact",
  label: "Contact",
  search: searchPeople,
  options: [
    { value: "none", label: "None" },
    ...contacts.map(({ id, name }) => ({ value: id, label: name || "Unnamed" })),
  ],
});
