import type { UserView } from "#lib/contract/views.ts";
import { roleName } from "./role-words.ts";
import { statusWord } from "./user-status.tsx";

/** Whether every word of the query occurs in what the user's row shows, whatever its case. */
export function matchesUser(user: UserView, query: string): boolean {
  const shown = [user.name, user.email, roleName(user.role), user.role, statusWord(user)]
    .join(" ")
    .toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => shown.includes(word));
}
